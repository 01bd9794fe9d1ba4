"""What Vietnamese calls the people of the Chinese-speaking world: by their characters' own reading.

The press prints *Thành Long* for Jackie Chan and *Châu Kiệt Luân* for Jay Chou. Business people who
are known by a Western given name keep it (Jack Ma), as do Koreans and Japanese their Latin names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cleaners.artifacts import romanisation
from cleaners.artifacts.forms import fold

READ = frozenset({"culture", "sports", "politics-asia"})
"""Fields whose people Vietnamese calls so, whatever given name they use abroad."""
ARTISTS = {"周": "châu", "黃": "huỳnh"}
"""Surnames that are read in the southern way where the bearer is an artist."""
LONGEST_NAME = 4
_SURNAMES = """
an âu bạch bùi ca cao châu chu cù diệp doãn dương đàm đan đào đặng đinh đoàn đỗ đồng giang
hà hàn hoàng hồ hứa huỳnh kha khổng khúc kiều kim kỷ la lã lạc lại lâm lê liêu lục lư lữ
lương lưu lý mã mạc mai mạnh nghiêm nghê ngô ngụy nguyễn nhan ninh ông phạm phan phí phó
phùng phương quách quan quang sử tạ tăng tần thạch thái thân thẩm thi tiêu tiết tô tôn tống
trang trần triệu trịnh trương từ tưởng vi viên võ vũ vương
"""
SURNAMES = frozenset(_SURNAMES.split())
"""Syllables that begin the name of a Vietnamese or of somebody from the region."""


@cache
def _surnames() -> Mapping[str, frozenset[str]]:
    lines = (romanisation.FOLDER / "surnames.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {character: frozenset(spelt.split()) for character, spelt in rows}


def is_chinese(source: str, name: str) -> bool:
    """Tell whether a person's Latin name holds the surname that the characters begin with.

    >>> is_chinese("成龍", "Jackie Chan"), is_chinese("周杰倫", "Jay Chou")
    (True, True)
    >>> is_chinese("安藤忠雄", "Tadao Ando"), is_chinese("貝聿銘", "I. M. Pei")
    (False, True)
    """
    if not 1 < len(source) <= LONGEST_NAME or "·" in source:
        return False
    cut = 2 if source[:2] in romanisation.COMPOUND_SURNAMES else 1
    known = {fold(text) for text in romanisation.spellings(source[:cut], person=False)}
    known |= _surnames().get(source[0], frozenset())
    words = fold(name).replace(",", "").split()
    return not known.isdisjoint(words)


def name(source: str, *, artist: bool) -> str:
    """Give the reading of a name as Vietnamese prints it; empty where a character has none.

    >>> name("周杰倫", artist=True), name("周恩來", artist=False)
    ('Châu Kiệt Luân', 'Chu Ân Lai')
    """
    reading = romanisation.vietnamese(source)
    first = ARTISTS.get(source[0]) if artist else None
    return (f"{first} {reading.partition(' ')[2]}" if first else reading).title()
