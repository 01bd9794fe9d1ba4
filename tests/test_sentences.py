"""Sentences in many scripts: where they end, and where they only seem to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners import edits
from cleaners.records import Block, Page
from cleaners.sentences import segments, split

# Sentences are separated by a bar.
CASES = [
    ("en", "Dr. Weiss met J. K. Rowling at 5 p.m. on Friday.|She left."),
    ("en", "The U.S. economy grew 2.4 percent.|Why? |Nobody knows!"),
    ("en", "He lives in the U.S.|The rest stayed."),
    ("en", "See No. 5 and Fig. 3 on p. 12.|It costs $3.50."),
    ("en", "“It is fine.”|“Is it?” she asked.|Yes."),
    ("en", "It works … sometimes.|Visit example.com/a.b?c now."),
    ("en", "TSMC Inc. said so.|In 2025.|The end"),
    ("en", "C.C. Wei replied.|I agree."),
    ("fr", "M. Dupont habite à St. Denis.|Il a dit\xa0: «\xa0Non\xa0!\xa0»|Puis il est parti."),
    ("fr", "«\xa0Pourquoi\xa0?\xa0» a-t-il demandé.|Vraiment\xa0?|Oui\xa0!"),
    ("fr", "« Pourquoi ? », dit-elle.|Le 2,4 % de mars, etc.|Il y a 42\xa0000 cas."),
    ("de", "Am 2. Juni kam Dr. Weiß, z. B. mit 15.000 Leuten.|Er blieb."),
    ("de", "„Sie hört niemand mehr.“|Organistin Mei Tanaka spielte.|Im Jahr 2025.|Die Bahn"),
    ("de", "Karl V. regierte vom 3. bis 5. Mai.|Das war alles."),
    ("es", "¿Qué pasó?|El Sr. García y EE. UU. firmaron.|¡Ya!"),
    ("it", "Il dott. Rossi ha parlato.|La S.p.A. cresce dell'1,5%.|È vero?"),
    ("pt", "O Sr. Silva chegou.|A empresa cresceu 2,4%."),
    ("ru", "В 2025 г. компания выросла на 2,4 %.|А. С. Пушкин родился в Москве."),
    ("ru", "«Когда?» — спросил он.|Никто не ответил…|Потом ушли."),
    ("uk", "Це сталося у 2024 р. в Києві.|Чому?|Невідомо."),
    ("pl", "Prof. Nowak przyszedł 3. maja o godz. 12.|To wszystko."),
    ("el", "Ο κ. Παπαδόπουλος ήρθε.|Τι είπε;"),
    ("tr", "Prof. Dr. Ayşe Yılmaz geldi.|Neden?|Bilmiyoruz."),
    ("vi", "TP. Hồ Chí Minh có 3.000 kỹ sư.|TS. Lan đồng ý."),
    ("id", "PT. Maju membayar Rp. 5.000.|Mengapa?"),
    ("ar", "ماذا حدث؟|لا أحد يعرف.|بلغ النمو 2.4٪."),
    ("ur", "وہ آیا۔|پھر چلا گیا۔"),
    ("hi", "वह आया।|क्या हुआ?|कोई नहीं जानता।"),
    ("hy", "Նա եկավ։|Հետո գնաց։"),
    ("ko", "그는 2.4% 늘었다고 말했다.|“왜?”라고 물었다.|아무도 모른다."),
    ("ja", "「なぜだ？」と彼は言った。|市場は静かだった。"),
    ("ja", "彼は「大丈夫だ。」と述べた。|C.C.ウェイ氏は2.4億円と語った（注：概算。）。"),
    ("zh-Hant", "「每一滴水至少用三次？」他說。|市場平靜。"),
    ("zh-Hans", "他说：“我们会来。”|第二天下雨了。|跌了0.6%！"),
    ("zh-Hans", "《你好！李焕英》上映了。|为什么？|没人知道……"),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_a_text_is_cut_at_its_sentences(language: str, marked: str) -> None:
    wanted = [piece.strip() for piece in marked.split("|")]
    glue = "" if language[:2] in {"ja", "zh"} else " "
    text = glue.join(wanted)
    assert [text[start:end] for start, end in split(text, language)] == wanted


def test_thai_is_cut_at_spaces_of_long_lines_only() -> None:
    short = "นักวิจัยพบว่า วัสดุนี้เสถียร"
    long = " ".join([short] * 8)
    assert split(short, "th") == [(0, len(short))]
    assert len(split(long, "th")) > 1


def test_a_heading_is_one_segment_and_offsets_are_the_pages() -> None:
    text = "Why? Because.\nWho said so?\nHe came. She left.\n• One. Two."
    labels = ("title", "heading", "content", "list_item")
    blocks = tuple(
        Block(start, end, language="en", label=label)
        for (start, end), label in zip(edits.line_spans(text), labels, strict=True)
    )
    found = segments(Page(text, blocks, language="en"))
    assert [(s.part, s.text) for s in found] == [
        ("title", "Why? Because."),
        ("heading", "Who said so?"),
        ("body", "He came."),
        ("body", "She left."),
        ("body", "• One."),
        ("body", "Two."),
    ]
    assert all(text[s.start : s.end] == s.text for s in found)
    assert [s.index for s in found] == list(range(6))


PIECES = st.lists(
    st.sampled_from([*"aBé1.!?…。！？「」“”（）»« \n\u00a0", "Dr.", "U.S.", "他說：「", "है।"])
).map("".join)


@given(st.one_of(PIECES, st.text()), st.sampled_from(["en", "fr", "de", "zh", "ja", "th", "und"]))
def test_any_text_is_covered_in_order(text: str, language: str) -> None:
    spans = split(text, language)
    assert spans == sorted(spans)
    assert all(a < b and text[a:b] == text[a:b].strip() for a, b in spans)
    kept = sum(len("".join(text[a:b].split())) for a, b in spans)
    assert kept == len("".join(text.split()))
