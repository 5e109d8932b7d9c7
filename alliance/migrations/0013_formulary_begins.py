"""The list an alliance begins with: usual psychotropic generics and tests. Facts only; a pharmacist reviews each entry.

Names, classes and strengths as commonly sold in China; `controlled` as far as the catalogue of psychotropic substances
was known. Nothing here says what a patient should take.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# class: Chinese name | English name | strengths | class of control | other names
MEDICINES = """
antipsychotic
  氯丙嗪|Chlorpromazine|25 mg, 50 mg||冬眠灵
  奋乃静|Perphenazine|2 mg, 4 mg||
  氟哌啶醇|Haloperidol|2 mg, 4 mg||
  舒必利|Sulpiride|100 mg||
  氨磺必利|Amisulpride|50 mg, 200 mg||
  氯氮平|Clozapine|25 mg, 100 mg||
  利培酮|Risperidone|1 mg, 2 mg||维思通
  帕利哌酮|Paliperidone|3 mg, 6 mg||
  奥氮平|Olanzapine|5 mg, 10 mg||再普乐
  喹硫平|Quetiapine|25 mg, 100 mg, 200 mg||奎硫平、思瑞康
  阿立哌唑|Aripiprazole|5 mg, 10 mg||
  齐拉西酮|Ziprasidone|20 mg, 60 mg||
  鲁拉西酮|Lurasidone|40 mg||
long_acting
  棕榈酸帕利哌酮|Paliperidone palmitate|75 mg, 100 mg, 150 mg||帕利哌酮棕榈酸酯、善思达
  利培酮微球|Risperidone microspheres|25 mg, 37.5 mg||注射用利培酮微球、恒德
  癸酸氟哌啶醇|Haloperidol decanoate|50 mg||哈力多
  癸氟奋乃静|Fluphenazine decanoate|25 mg||
antidepressant
  氟西汀|Fluoxetine|20 mg||百忧解
  帕罗西汀|Paroxetine|20 mg||赛乐特
  舍曲林|Sertraline|50 mg||左洛复
  西酞普兰|Citalopram|20 mg||
  艾司西酞普兰|Escitalopram|10 mg||来士普
  氟伏沙明|Fluvoxamine|50 mg||兰释
  文拉法辛|Venlafaxine|75 mg, 150 mg||怡诺思
  度洛西汀|Duloxetine|20 mg, 60 mg||
  米氮平|Mirtazapine|15 mg, 30 mg||
  曲唑酮|Trazodone|50 mg||
  安非他酮|Bupropion|75 mg, 150 mg||
  阿戈美拉汀|Agomelatine|25 mg||
  伏硫西汀|Vortioxetine|5 mg, 10 mg||
  阿米替林|Amitriptyline|25 mg||
  氯米帕明|Clomipramine|25 mg||
  氟哌噻吨美利曲辛|Flupentixol and melitracen|0.5 mg/10 mg||黛力新
mood
  碳酸锂|Lithium carbonate|250 mg||锂盐
  丙戊酸钠|Sodium valproate|200 mg, 500 mg||德巴金
  丙戊酸镁|Magnesium valproate|250 mg||
  拉莫三嗪|Lamotrigine|25 mg, 50 mg||
  卡马西平|Carbamazepine|100 mg, 200 mg||得理多
  奥卡西平|Oxcarbazepine|150 mg, 300 mg||
anxiety
  劳拉西泮|Lorazepam|0.5 mg, 1 mg|psychotropic_2|罗拉
  阿普唑仑|Alprazolam|0.4 mg|psychotropic_2|佳静安定
  氯硝西泮|Clonazepam|0.5 mg, 2 mg|psychotropic_2|氯硝安定
  地西泮|Diazepam|2.5 mg, 5 mg|psychotropic_2|安定
  奥沙西泮|Oxazepam|15 mg|psychotropic_2|
  丁螺环酮|Buspirone|5 mg||
  坦度螺酮|Tandospirone|10 mg||
sleep
  艾司唑仑|Estazolam|1 mg|psychotropic_2|舒乐安定
  佐匹克隆|Zopiclone|3.75 mg, 7.5 mg|psychotropic_2|
  右佐匹克隆|Eszopiclone|1 mg, 3 mg|psychotropic_2|
  唑吡坦|Zolpidem|10 mg|psychotropic_2|思诺思
attention
  哌甲酯|Methylphenidate|18 mg, 36 mg|psychotropic_1|专注达
  托莫西汀|Atomoxetine|10 mg, 25 mg, 40 mg||择思达
memory
  多奈哌齐|Donepezil|5 mg, 10 mg||安理申
  美金刚|Memantine|10 mg||
side_effects
  苯海索|Trihexyphenidyl|2 mg||安坦
  普萘洛尔|Propranolol|10 mg||心得安
  东莨菪碱|Scopolamine|0.3 mg||海俄辛
"""
TESTS = """
  血常规|Blood count|血象、全血细胞计数、FBC、CBC、full blood count
  肝功能|Liver function|肝功、LFT
  肾功能|Kidney function|肾功
  电解质|Electrolytes|血钾血钠
  空腹血糖|Fasting glucose|血糖、glucose
  血脂|Lipids|
  甲状腺功能|Thyroid function|甲功、TSH
  催乳素|Prolactin|泌乳素
  肌酸激酶|Creatine kinase|CK
  心电图|ECG|EKG、QTc
  脑电图|EEG|
  头颅CT|Head CT|头颅 CT
  头颅磁共振|Head MRI|头颅MRI、头颅 MRI
  血锂浓度|Lithium level|血锂
  丙戊酸血药浓度|Valproate level|丙戊酸浓度
  卡马西平血药浓度|Carbamazepine level|卡马西平浓度
  氯氮平血药浓度|Clozapine level|氯氮平浓度
  妊娠试验|Pregnancy test|尿妊娠试验、HCG
  尿毒品检测|Urine drug screen|尿检毒品
"""


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Every line that is not there yet."""
    Medicine, LocalTest = apps.get_model("alliance", "Medicine"), apps.get_model("alliance", "LocalTest")
    rows, kind = [], ""
    for line in MEDICINES.strip().splitlines():
        if "|" not in line:
            kind = line.strip()
            continue
        name_zh, name_en, strengths, controlled, also = line.strip().split("|")
        facts = {"strengths": strengths, "controlled": controlled, "also": also}
        rows.append(Medicine(name_zh=name_zh, name_en=name_en, kind=kind, **facts))
    Medicine.objects.bulk_create(rows, ignore_conflicts=True)
    tests = [line.strip().split("|") for line in TESTS.strip().splitlines()]
    LocalTest.objects.bulk_create(
        (LocalTest(name_zh=name_zh, name_en=name_en, also=also) for name_zh, name_en, also in tests),
        ignore_conflicts=True,
    )


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes out what nobody has reviewed."""
    for name in ("Medicine", "LocalTest"):
        apps.get_model("alliance", name).objects.filter(reviewed_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("alliance", "0012_formulary")]
    operations = [migrations.RunPython(fill, empty)]
