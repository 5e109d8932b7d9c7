"""The words that are read to people before they agree, in both languages. A new wording is a new version.

Loaded by the migrations; a version that was used once is never edited here (the evidence points to it).
"""

# ruff: noqa: E501 -- a paragraph is one line, as it is read

from __future__ import annotations

from datetime import date
from typing import TypedDict


class Text(TypedDict):
    """One version in one language; paragraphs are separated by an empty line."""

    version: str
    language: str
    valid_from: date
    body: str


_ZH_2026_1 = """\
远程会诊是什么：您的医生遇到拿不准的问题时，通过本平台向专家中心的精神科医生请教。专家看您的情况摘要，和您的医生视频讨论，需要时也会与您通话，之后写出一份签名的书面意见。

谁对您的治疗负责：仍是您的医生和本机构。专家的意见供参考，诊断和治疗由您的医生与您商量后决定。平台不开处方。

会看到什么：专家只能看到下面您逐项同意的内容。医疗健康信息属于敏感个人信息，一旦泄露可能影响您的名誉、工作和生活，所以每一项、每一个接收方都要单独征得您的同意；接收方只能用于所写的目的。

局限：隔着屏幕不能做全部检查，网络也可能中断，专家可能建议您当面就诊。会诊不是急救，有危险时请先拨打 120 或 110。

录音录像：会诊不录音、不录像。将来如需录制，会另外征求您的同意。

费用：医生会在您同意之前说明是否收费、收多少。

您可以不同意，也可以随时撤回全部或其中一项，撤回和同意一样方便：告诉您的医生即可。不同意或撤回，不影响您在本机构得到其他诊疗。撤回之前已经做的事仍然有效；已签名的意见属于病历，依法保存不少于三十年，不能删除，但不再提供给接收方。

您有权查看、复制、更正关于您的信息。请向您的医生或本机构提出。

未满十八周岁的人，以及目前不能自己表达同意的成年人，由监护人签署；年满八周岁的未成年人，还会问本人是否愿意。
"""

_EN_2026_1 = """\
What a remote consultation is: when your doctor is unsure, they ask a psychiatrist of the expert centre through this platform. The expert reads a summary of your situation, speaks with your doctor by video and, where needed, with you, and then writes and signs an opinion.

Who answers for your treatment: your doctor and this institution, as before. The expert's opinion is advice; your doctor decides about diagnosis and treatment together with you. The platform prescribes nothing.

What is seen: the expert sees only what you agree to below, one item at a time. Health data is sensitive personal information; if it leaked it could harm your reputation, your work and your life. That is why each purpose and each recipient needs your separate consent, and a recipient may use the data for the stated purpose only.

Limits: not everything can be examined through a screen, the connection may fail, and the expert may ask you to come in person. A consultation is not emergency care: in danger call 120 or 110 first.

Recording: the consultation is not recorded in sound or picture. If that should ever be wanted, you will be asked separately.

Cost: before you agree, the doctor tells you whether it costs anything, and how much.

You may say no, and you may take back all of it or any single item at any time, as easily as you gave it: tell your doctor. Saying no or taking it back does not affect your other care here. What was done before remains valid; a signed opinion is part of the medical record, is kept for at least thirty years as the law requires and cannot be deleted, but is no longer given to the recipient.

You have the right to see, copy and correct what is kept about you. Ask your doctor or this institution.

For somebody under eighteen, and for an adult who cannot express consent at present, the guardian signs; a minor of eight or older is also asked whether they agree.
"""

# The centre may also answer in writing.
_ZH_2026_2 = _ZH_2026_1.replace(
    "专家看您的情况摘要，和您的医生视频讨论，需要时也会与您通话，之后写出一份签名的书面意见。",
    "专家看您的情况摘要，以书面答复您的医生，或和您的医生视频讨论，需要时也会与您通话，最后写出一份签名的书面意见。",
)
_EN_2026_2 = _EN_2026_1.replace(
    "The expert reads a summary of your situation, speaks with your doctor by video and, where needed, with you, and then writes and signs an opinion.",
    "The expert reads a summary of your situation, answers your doctor in writing or speaks with your doctor by video and, where needed, with you, and in the end writes and signs an opinion.",
)

TEXTS: tuple[Text, ...] = (
    {"version": "2026-1", "language": "zh-hans", "valid_from": date(2026, 1, 1), "body": _ZH_2026_1},
    {"version": "2026-1", "language": "en", "valid_from": date(2026, 1, 1), "body": _EN_2026_1},
    {"version": "2026-2", "language": "zh-hans", "valid_from": date(2026, 11, 1), "body": _ZH_2026_2},
    {"version": "2026-2", "language": "en", "valid_from": date(2026, 11, 1), "body": _EN_2026_2},
)
