"""Each block tells an editor what it is for, and shows how it will look."""

import pytest
from django.urls import reverse

from cms.blocks import Body, Sources

BLOCKS = {f"{kind.__name__} {name}": block for kind in (Body, Sources) for name, block in kind().child_blocks.items()}
each_block = pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS)


@each_block
def test_it_has_a_name_a_sign_and_a_sentence_in_chinese(block):
    assert str(block.label)
    assert block.meta.icon != "placeholder"
    assert str(block.meta.description).endswith(".") or str(block.meta.description).endswith("。")


def test_nobody_but_an_editor_is_shown_how_a_block_looks(client, community_doctor):
    client.force_login(community_doctor)
    block = next(iter(BLOCKS.values()))
    assert client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}).status_code == 403


@each_block
def test_it_is_shown_in_our_own_dress(client, editor, block):
    client.force_login(editor)
    assert block.is_previewable
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "bundles/site" in html
    assert "<title></title>" not in html
    shown = html.partition('<article class="prose">')[2].partition("</article>")[0]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in shown), shown
    assert "<script" not in html
    assert " style=" not in shown
