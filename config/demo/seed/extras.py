"""Patients whom 望湖 keeps and about whom nobody has asked yet: somebody to begin a first request with."""

from config.demo.seed.story import Someone

WAITING = (
    (Someone(name="尹秋月", sex="female", years=38, home="望湖路 27 号"), "wanghu", "shen"),
    (
        Someone(name="俞家豪", sex="male", years=24, home="湖滨小区 8 栋 301", guardian=("俞成", "父亲")),
        "wanghu",
        "shen",
    ),
    (Someone(name="萧淑贞", sex="female", years=73, home="望湖路 112 号", guardian=("萧敏", "女儿")), "wanghu", "tao"),
    (Someone(name="童乐乐", sex="male", years=12, home="望湖路 58 号", guardian=("童强", "父亲")), "wanghu", "tao"),
)
