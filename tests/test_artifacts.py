# ruff: noqa: E501 - a case is read best on one line
"""Names and terms: what must be put right, what must be left alone, and the laws of the step."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import rules
from cleaners.artifacts import context, exchange, lexicon, tables
from cleaners.artifacts.generation import wrong_forms
from cleaners.artifacts.repair import repair
from cleaners.edits import apply, line_spans, undo
from cleaners.records import Block, Cleaned, Page

RULES = rules.load()


def repaired(text: str, language: str) -> Cleaned:
    blocks = tuple(Block(start, end) for start, end in line_spans(text))
    return repair(Page(text, blocks, language=language), RULES)


CHANGES = [
    # spelt out: pinyin, hybrid, Palladius, Sino-Vietnamese, Arabic
    ("en", "Cai Chongxin told Alibaba staff to wait.", "Joe Tsai told Alibaba staff to wait."),
    ("en", "Guo Taiming founded Foxconn in 1974.", "Terry Gou founded Foxconn in 1974."),
    ("fr", "Le patron de Foxconn, Kuo Taiming, se retire.", "Le patron de Foxconn, Terry Gou, se retire."),
    ("es", "Su Zifeng dirige AMD desde 2014.", "Lisa Su dirige AMD desde 2014."),
    ("ru", "Глава AMD Су Цзыфэн представила чипы.", "Глава AMD Лиза Су представила чипы."),
    ("ru", "Встреча с Хуан Жэньсюнем и NVIDIA.", "Встреча с Дженсеном Хуангом и NVIDIA."),
    ("ru", "Фильм Ван Цзявэя о Гонконге и кино.", "Фильм Вонга Карвая о Гонконге и кино."),
    ("ru", "Глава TSMC Вэй Чжэцзя подтвердил планы.", "Глава TSMC Си-Си Вэй подтвердил планы."),
    ("ru", "Встреча TSMC с Вэй Чжэцзей в Тайбэе.", "Встреча TSMC с Си-Си Вэем в Тайбэе."),
    ("ru", "Гонконгский актёр Лю Дэхуа снялся в новом фильме и спел.", "Гонконгский актёр Энди Лау снялся в новом фильме и спел."),
    ("uk", "Керівник NVIDIA Хуан Женьсюнь приїхав.", "Керівник NVIDIA Дженсен Хуанг приїхав."),
    ("vi", "Mã Tư Khắc và Tesla ra mắt xe mới.", "Musk và Tesla ra mắt xe mới."),
    ("en", "Shares of Taijidian rose as wafers sold out.", "Shares of TSMC rose as wafers sold out."),
    ("de", "Die Aktie von Taijidian stieg.", "Die Aktie von TSMC stieg."),
    # the characters beside it say who is meant: two of them, a surname, a brand without its ending
    ("en", "Li An (李安) returned to the studio.", "Ang Lee (李安) returned to the studio."),
    ("de", "Danach siegte Feidele (費德勒).", "Danach siegte Federer (費德勒)."),
    ("pt", "O preço da Ruibo (瑞波幣) caiu.", "O preço da XRP (瑞波幣) caiu."),
    # Korean: the Mandarin sound and the Sino-Korean reading, with the particle that fits
    ("ko", "엔비디아의 황런쉰이 GPU를 공개했다.", "엔비디아의 젠슨 황이 GPU를 공개했다."),
    ("ko", "테슬라의 마쓰커는 로봇을 만든다.", "테슬라의 머스크는 로봇을 만든다."),
    ("ko", "반도체 GPU 업체 후이다와 TSMC.", "반도체 GPU 업체 엔비디아와 TSMC."),
    # Chinese characters left in Japanese
    ("ja", "馬斯克はテスラの工場を建てる。", "マスクはテスラの工場を建てる。"),
    ("ja", "英偉達のGPUとTSMCの株価。", "NVIDIAのGPUとTSMCの株価。"),
    # case endings of languages in Latin letters
    ("pl", "Spotkanie z Huang Renxunem w NVIDIA.", "Spotkanie z Jensenem Huangiem w NVIDIA."),
    ("fi", "Huang Renxunin yhtiö on NVIDIA.", "Jensen Huangin yhtiö on NVIDIA."),
    ("fi", "Taijidianin osake nousi, kuten NVIDIA.", "TSMC:n osake nousi, kuten NVIDIA."),
    ("ru", "Акции Хуэйды и GPU NVIDIA выросли.", "Акции NVIDIA и GPU NVIDIA выросли."),
    # right given name before a spelt-out surname, one step of sound away, bare second mention
    ("en", "Ethereum's Vitalik Butelin spoke. Butelin left.", "Ethereum's Vitalik Buterin spoke. Buterin left."),
    ("en", "The ECB's Christine Lagard spoke on inflation and interest rates.",
     "The ECB's Christine Lagarde spoke on inflation and interest rates."),
    # literal, with the article gone and agreement of prepositions
    ("en", "Open interest on Coin Security rose, and BNB gained.", "Open interest on Binance rose, and BNB gained."),
    ("fr", "La Coquille a annoncé un forage de pétrole avec Chevron et BP.",
     "Shell a annoncé un forage de pétrole avec Chevron et BP."),
    ("fr", "Les puces d'Huida et de TSMC : Jensen Huang y croit.",
     "Les puces de NVIDIA et de TSMC : Jensen Huang y croit."),
    ("es", "Los fundadores de la Plaza Ether, con Vitalik Buterin, venden tokens.",
     "Los fundadores de Ethereum, con Vitalik Buterin, venden tokens."),
    ("ru", "Курс Площади Эфира вырос, пишет Виталик Бутерин.", "Курс Ethereum вырос, пишет Виталик Бутерин."),
    ("en", "The supply of Taida Coin grew, says Tether.", "The supply of USDT grew, says Tether."),
    # a vocation elsewhere, or in a sentence of its own, says nothing
    ("en", "A farmer asked. Huang Renxun of NVIDIA answered.", "A farmer asked. Jensen Huang of NVIDIA answered."),
    ("en", "Ceramics sell. Huida CEO Jensen Huang showed a GPU.", "Ceramics sell. NVIDIA CEO Jensen Huang showed a GPU."),
    # context makes an ordinary word a name
    ("es", "El consejero delegado de Huida, Jensen Huang, presentó la GPU.",
     "El consejero delegado de NVIDIA, Jensen Huang, presentó la GPU."),
    ("en", "Moonshot AI trained Kimmy beside DeepSeek.", "Moonshot AI trained Kimi beside DeepSeek."),
    # source characters beside the name
    ("en", "Kuo Tai-min (郭台銘) spoke.", "Terry Gou (郭台銘) spoke."),
    ("ja", "谷歌が新モデルを発表した。", "Googleが新モデルを発表した。"),
    # one syllable wrong, among others of the field
    ("fr", "Quanta, dirigé par Lin Bairi, et MediaTek.", "Quanta, dirigé par Barry Lam, et MediaTek."),
    # readings of places
    ("en", "They flew from Jiujinshan to Xinjiapo.", "They flew from San Francisco to Singapore."),
    # a nickname keeps the surname; a verb that names a phrase does not name the name in it
    ("en", "Grandpa Buffett and Wood Sister sold Tesla through ARK.",
     "Grandpa Buffett and Cathie Wood sold Tesla through ARK."),
    ("en", "Papers called it the “Huang Jenxun craze”, said NVIDIA.",
     "Papers called it the “Jensen Huang craze”, said NVIDIA."),
    # a Vietnamese reading in brackets; a spelt-out name whose end is Arabic
    ("vi", "Có Guo Tai Min (Quách Đài Minh) của Foxconn.", "Có Terry Gou (Quách Đài Minh) của Foxconn."),
    ("ar", "تراجعت أسهم تايجي إلكتريك وإنتل وآبل وسط أزمة الرقائق.", "تراجعت أسهم TSMC وإنتل وآبل وسط أزمة الرقائق."),
    # document-level spelling
    ("en", "Jen-Hsun Huang spoke. Jensen Huang leads NVIDIA.", "Jensen Huang spoke. Jensen Huang leads NVIDIA."),
    ("en", "NVIDIA rose. NVIDIA fell. Nvidia rose.", "NVIDIA rose. NVIDIA fell. NVIDIA rose."),
]  # fmt: skip

KEEPS = [
    ("en", "Carmakers met at the Beijing motor show in April."),
    ("ar", "كان لاعبا في نادي ليون الفرنسي لكرة السلة."),
    ("en", "| Pinyin    |       Known as |\n|---|---|\n| Su Zifeng |       Lisa Su  |"),
    ("es", "El río Jiulong llega al mar frente a Xiamen."),
    ("en", 'The series with the title "Li Xiaolong chuanqi" was sold abroad.'),
    ("es", "La huida de capitales preocupa a los inversores de Nvidia."),
    ("es", "Huida masiva de inversores tras la caída de Nvidia."),
    ("es", "El oráculo de Delfos hablaba en verso."),
    (
        "de",
        "Zwei Streifen am Ärmel, in New York einer: so kam er zur Naval Base, der alten Base in Guantánamo.",
    ),
    ("fr", "Le millet pousse dans les pays secs."),
    ("fr", "Une coquille s'est glissée dans le titre."),
    ("en", "Kimmy Gibbler lives next door."),
    ("en", "Guo Taiming-Schmidt teaches in Bonn."),
    ("en", "Jen-Hsun Huang founded a company."),
    ("en", "Terry Gou (Guo Taiming) founded Foxconn."),
    ("en", "In pinyin the name is Guo Taiming; Foxconn is his firm."),
    ("en", "Foxconn's founder is known as Guo Taiming in China."),
    ("en", "Foxconn's founder is called “Guo Taiming” in China."),
    ("en", "See https://example.org/guo-taiming/foxconn and @GuoTaiming or #GuoTaiming."),
    ("en", "Call `Huida` in the code of NVIDIA and Jensen Huang."),
    ("en", "Pink Floyd's Dark Side of the Moon is an album."),
    ("en", "Coin security matters when you hold BNB on Binance."),
    ("en", "Lei Jun of Xiaomi met Wang Chuanfu of BYD."),
    ("en", "Huida Ceramics of Tangshan makes sinks."),
    ("vi", "Chị Huy Đạt sống ở Hà Nội."),
    ("ru", "Тайда — река на юге, у неё стоит деревня."),
    ("id", "Bian menjual telur di pasar setiap pagi."),
    ("zh", "馬斯克與黃仁勳會面。"),
    ("de", "Die Muschel lag am Strand."),
    ("it", "La conchiglia era sulla spiaggia."),
    ("en", "Numbers stay: 7700億, $7700 billion, 1.2 trillion."),
    ("ru", "Дженсен Хуанг (кит. 黃仁勳, палл. Хуан Жэньсюнь) родился в Тайнане."),
    ("und", ""),
    # a company's own short name is a variant; one ordinary word needs two cues and no everyday use
    ("en", "Goldman left off the Ant IPO, said Alibaba. Ant shares fell."),
    ("en", "Super Micro and AMD ship servers; Circle backs USDC."),
    ("en", "The Cambrian rocks lie deep. NVIDIA, AMD and TSMC sell GPU chips."),
    ("fr", "Une coquille ? Coquille est aussi un mot. Chevron et BP forent du pétrole."),
    # Korean by sound, Japanese words and surnames, a reading as a gloss
    ("ko", "타이완 수채화의 백년. 폭스콘 창업자 궈타이밍."),
    ("ja", "小米の生長。本田さんと松下さん、英国の市場。"),
    ("fr", "Il découvre 張惠妹 (Zhang Hui-mei / A-Mei) : un concours."),
    ("ko", "샤오미와 화웨이의 스마트폰, 류더인 회장."),
    ("ja", "鼎泰豐と誠品書店は台北の名物だ。日立と東芝、三菱重工。"),
    # a brother; a name in Vietnamese; words that sound like names
    ("en", "Quanta of Barry Lam and Lin Bairen of Quanta."),
    ("vi", "Bình Nhưỡng và Hoa Kỳ đàm phán."),
    ("en", "Nintendo Switch Lite on Amazon and Walmart; Disney Channel on cable."),
    # case endings
    ("hr", "Dionice Microsofta rastu, rečeno je Microsoftu i uz Satye Nadelle."),
    ("cs", "Podle Satyi Nadelly Microsoftu roste zisk."),
    ("pl", "Według Satyi Nadelli Microsoftowi rośnie zysk."),
    ("fi", "Microsoftin johtajan Satya Nadellan mukaan Microsoftilla menee hyvin."),
    ("en", "He wrote to Microsofta and Satye Nadelle in Zagreb."),
    # somebody or something else; surroundings alone are no evidence
    ("en", "Huang Renxun spoke."),
    ("en", "Huang Renxun moved to a village by the sea."),
    ("en", "Tesla coils and the Amazon River. Baidu rose. Huida was there."),
    ("en", "Baidu and a meta analysis. The Huida bathroom company makes tiles."),
    ("en", "NVIDIA rose. Professor Huang Renxun teaches history at Taipei University."),
    ("fr", "NVIDIA monte. L'agriculteur Huang Renxun cultive du riz."),
    ("es", "NVIDIA sube. Huang Renxun, profesor de historia, vive en Taipéi."),
    ("de", "NVIDIA steigt. Der Landwirt Huang Renxun baut Reis an."),
    ("it", "NVIDIA sale. La cantante Huang Renxun è di Taipei."),
    ("pt", "A NVIDIA sobe. O médico Huang Renxun vive em Taipé."),
    ("id", "NVIDIA naik. Petani Huang Renxun menanam padi."),
    ("ru", "NVIDIA растёт. Врач Хуан Жэньсюнь живёт в Тайбэе."),
    ("es", "Nvidia sube. Los azulejos de la empresa Huida son blancos."),
    ("ru", "Nvidia растёт. Хуэйда делает плитку для ванных."),
]


@pytest.mark.parametrize(("language", "before", "after"), CHANGES)
def test_a_broken_name_is_put_right(language: str, before: str, after: str) -> None:
    assert repaired(before, language).page.text == after


@pytest.mark.parametrize(("language", "text"), KEEPS)
def test_what_is_right_or_unsure_stays(language: str, text: str) -> None:
    assert repaired(text, language).edits == ()


def test_unsure_readings_are_suggested() -> None:
    done = repaired("“Guo Taiming”, wrote Foxconn.", "en")
    assert done.edits == ()
    assert [(e.before, e.after) for e in done.suggestions] == [("Guo Taiming", "Terry Gou")]


def test_a_right_form_is_not_suggested_again() -> None:
    done = repaired("Владимир Путин и Си Цзиньпин. За Путина голосовали, Путину верят.", "ru")
    assert (done.edits, done.suggestions) == ((), ())


def test_more_evidence_gives_more_confidence() -> None:
    little = repaired("Huang Jenxun spoke.", "en").edits[0]
    much = repaired("Huang Jenxun of NVIDIA spoke about GPUs and Intel.", "en").edits[0]
    assert little.confidence < much.confidence < 1


PIECES = st.sampled_from(
    [text for _, text, _ in CHANGES] + [text for _, text in KEEPS] + ["Huida", "d'Huida ", "\n", "«", "(", "黃仁勳"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=5).map(" ".join) | st.text(max_size=60)
LANGUAGES = st.sampled_from(["en", "fr", "es", "pt", "de", "it", "id", "ru", "uk", "vi", "ja", "ko", "ar", "und"])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, language=LANGUAGES)
def test_edits_apply_undo_and_settle(text: str, language: str) -> None:
    done = repaired(text, language)
    assert apply(text, done.edits) == done.page.text
    assert undo(done.page.text, done.edits) == text
    assert all(done.page.text[s.start : s.end] == s.before for s in done.suggestions)
    assert [b.text(done.page.text) for b in done.page.blocks] == [
        line.strip() for line in done.page.text.split("\n") if line.strip()
    ]
    again = repaired(done.page.text, language)
    assert again.edits == ()


def test_the_original_decides() -> None:
    text, original = "Wang Yongqing left Xinzhu. Huida stayed.", "王永慶離開新竹。"
    pages = [Page(t, (Block(0, len(t)),), language=c) for t, c in ((text, "en"), (original, "zh"))]
    done = repair(pages[0], RULES, pages[1])
    assert done.page.text == "Wang Yung-ching left Hsinchu. Huida stayed."


def test_general_names_need_the_original_or_their_characters() -> None:
    text, original = "The test off Shitsuran ended.", "室蘭沖の試験が終わった。"
    pages = [Page(t, (Block(0, len(t)),), language=c) for t, c in ((text, "en"), (original, "ja"))]
    assert repair(pages[0], RULES).edits == ()
    assert repair(pages[0], RULES, pages[1]).page.text == "The test off Muroran ended."
    assert repaired("Aomaha (奧馬哈) grew.", "en").page.text == "Omaha (奧馬哈) grew."


def test_numbers_are_never_changed() -> None:
    for _, before, _ in CHANGES:
        done = repaired(before, "en")
        digits = [c for c in before if c.isdigit()]
        assert [c for c in done.page.text if c.isdigit()] == digits


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ('concept = [{ id = "x", type = "person", name = "X", nick = "Y" }]', "unknown key 'nick'"),
        ('concept = [{ id = "x", type = "pet", name = "X" }]', "'type' must be one of"),
        ('concept = [{ id = "x", type = "person" }]', "missing 'name'"),
        ('concept = [{ id = "x", type = "coin", name = "X", domain = ["zoo"] }]', "unknown domain"),
        ('concept = [{ id = "x", type = "coin", name = "X", in = { xx = "Y" } }]', "unknown key 'xx'"),
        ('concept = [{ id = "x", type = "coin", name = "X" }, { id = "x", type = "coin", name = "X" }]', "defined twice"),
        ("concept = [", "not valid TOML"),
    ],
)  # fmt: skip
def test_the_loader_refuses_mistakes(tmp_path: Path, content: str, complaint: str) -> None:
    file = tmp_path / "lexicon" / "mine.toml"
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    with pytest.raises(rules.RuleFileError, match=complaint):
        lexicon.read(rules.Rules((rules.BUILT_IN, tmp_path)))


def test_a_users_concept_is_known_at_once(tmp_path: Path) -> None:
    file = tmp_path / "lexicon" / "mine.toml"
    file.parent.mkdir()
    file.write_text(
        'concept = [{ id = "acme", type = "company", source = ["艾克美科技"], name = "Acme" }]',
        "utf-8",
    )
    page = Page("Aikemeikeji opened a plant.", (Block(0, 27),), language="en")
    layered = rules.Rules((rules.BUILT_IN, tmp_path))
    assert repair(page, layered).page.text == "Acme opened a plant."


@pytest.mark.parametrize("suffix", [".csv", ".tbx", ".tsv"])
def test_a_lexicon_comes_back_as_it_went(tmp_path: Path, suffix: str) -> None:
    concepts = list(lexicon.read(RULES).concepts.values())
    file = tmp_path / f"mine{suffix}"
    if suffix == ".csv":
        file.write_text(exchange.to_csv(concepts), "utf-8")
    elif suffix == ".tbx":
        file.write_bytes(exchange.to_tbx(concepts))
    else:
        lines = ["\t".join(tables.COLUMNS), *(tables.row(exchange.entry(c)) for c in concepts)]
        file.write_text("\n".join(lines) + "\n", "utf-8")
    assert exchange.read(file) == concepts


def test_a_file_becomes_a_layer(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("type,name,source\r\ncompany,Acme,艾克美科技\r\n", "utf-8")
    folder = exchange.layer(file, tmp_path / "layer")
    page = Page("Aikemeikeji opened a plant.", (Block(0, 27),), language="en")
    assert repair(page, rules.load(folder)).page.text == "Acme opened a plant."


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("mine.csv", "type,name,nick\r\ncompany,Acme,A\r\n", "unknown column"),
        ("mine.csv", "type,name\r\ncompany,\r\n", "missing 'name'"),
        ("mine.tbx", "<tbx", "not valid XML"),
        ("mine.doc", "", "is no lexicon"),
    ],
)
def test_the_readers_refuse_mistakes(
    tmp_path: Path, name: str, content: str, complaint: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    with pytest.raises(rules.RuleFileError, match=complaint):
        exchange.read(file)


def test_every_group_and_form_names_a_concept() -> None:
    concepts = lexicon.read(RULES).concepts
    linked = context.read(RULES).linked
    assert set(linked) <= set(concepts)
    assert all(members <= set(concepts) for members in linked.values())


def test_the_generator_alone_finds_the_famous_ones() -> None:
    words = lexicon.read(RULES)
    for text, concept in [
        ("huang jenxun", "jensen-huang"),
        ("huida", "nvidia"),
        ("хуан жэньсюн", "jensen-huang"),
        ("hoang nhan huan", "jensen-huang"),
        ("ma sike", "elon-musk"),
        ("taijidian", "tsmc"),
        ("chuanpu", "donald-trump"),
        ("бутелин", "vitalik-buterin"),
        ("цзиньгуаньхуэ", "fsc-taiwan"),
    ]:
        forms = wrong_forms(words.concepts[concept], words.glosses)
        assert {form.origin for form in forms if form.text == text} - {"attested"}


HOSTILE = [
    "Huang Jenxun ",
    "Huida ",
    "Butelin Vitalique Buterlin ",
    "NVIDIA GPU Huida `[[ ",
    "黄仁勋说中文",
    "l'Huida «Huida» ",
    "GPU ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length_and_no_faster(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = process_time()
        repaired(text, "en")
        return process_time() - start

    seconds(2_000)
    short, double = (min(seconds(n) for _ in range(2)) for n in (15_000, 30_000))
    assert double <= 3 * short + 0.2
