"""The vocabularies: every entry documented and exemplified, every broken file refused with its entry named."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest

from schemas import vocabulary
from schemas.errors import VocabularyError
from schemas.folding import compose, fold_key
from schemas.records import AwardForm, EventType
from schemas.vocabulary import entries, loader

REGISTRIES = {
    "award_types": vocabulary.award_types,
    "positions": vocabulary.positions,
    "unit_types": vocabulary.unit_types,
    "event_types": vocabulary.event_types,
    "departments": vocabulary.departments,
    "abbreviations": vocabulary.abbreviations,
}
ENTRIES = [pytest.param(entry, id=f"{name}-{entry.id}") for name, read in REGISTRIES.items() for entry in read()]
PROVINCES = {province.id: province for province in vocabulary.provinces()}
MERGER = date(2025, 7, 1)


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_entry_is_documented_and_exemplified(entry):
    assert entry.source
    assert entry.surfaces()
    assert len({fold_key(surface) for surface in entry.surfaces()}) == len(entry.surfaces())
    for text in (entry.name, *entry.surfaces(), *entry.examples):
        assert text == compose(text).strip()
        assert "…" not in text or text == entry.name
    for example in entry.examples:
        assert example[-1] in ".!"
        assert len(example.split()) >= 3


@pytest.mark.parametrize("name", [*REGISTRIES, "provinces"])
def test_registries_are_read_once_and_immutable(name):
    read = getattr(vocabulary, name)
    assert read() is read()
    assert isinstance(read(), tuple)
    with pytest.raises(ValueError, match="frozen"):
        read()[0].name = "khác"


@pytest.mark.parametrize("kind", [entries.AwardType, entries.Position, entries.UnitType, entries.EventKind])
def test_every_field_of_an_entry_is_documented(kind):
    own = set(kind.model_fields) - set(entries.Entry.model_fields) - set(entries.Validity.model_fields)
    assert own
    assert all(f"        {field}:" in kind.__doc__ for field in own)


def test_event_types_are_those_of_the_records_in_their_order():
    assert tuple(kind.id for kind in vocabulary.event_types()) == get_args(EventType)


def test_every_form_of_a_record_has_an_award_type_but_unspecified():
    assert {award.form for award in vocabulary.award_types()} == {*get_args(AwardForm), None} - {"unspecified"}


@pytest.mark.parametrize(
    ("award_id", "form", "level", "mass"),
    [
        ("hc_lao_dong", "order", "state_president", False),
        ("huyc_chien_si_ve_vang", "medal", "state_president", False),
        ("dhvd_anh_hung_lao_dong", "state_title", "state_president", False),
        ("gt_ho_chi_minh", "state_prize", "state_president", False),
        ("knc", "commemorative_medal", "ministry", False),
        ("huy_hieu_dang", None, None, False),
        ("bang_khen", "merit_certificate", None, False),
        ("bang_khen_ttg", "merit_certificate", "government", False),
        ("bang_khen_tinh", "merit_certificate", "province", False),
        ("giay_khen_so", "commendation", "agency", False),
        ("giay_khen_xa", "commendation", "commune", False),
        ("co_chinh_phu", "emulation_flag", "government", False),
        ("not_co_truyen_thong", None, None, False),
        ("ld_tien_tien", "emulation_title", "agency", True),
        ("gia_dinh_van_hoa", "emulation_title", "commune", True),
        ("don_vi_quyet_thang", "emulation_title", None, False),
        ("bang_lao_dong_sang_tao", "creative_labour", "ministry", False),
        ("bieu_duong", "honour", None, False),
        ("not_huyc_the_thao", None, None, False),
        ("thuong_tien", None, None, False),
    ],
)
def test_award_types_carry_form_level_and_mass(award_id, form, level, mass):
    award = next(award for award in vocabulary.award_types() if award.id == award_id)
    assert (award.form, award.level, award.mass) == (form, level, mass)


def test_a_flag_is_for_collectives_and_a_title_of_a_person_for_individuals():
    recipients = {award.id: award.recipients for award in vocabulary.award_types()}
    flags = [award.id for award in vocabulary.award_types() if award.form == "emulation_flag"]
    assert all(recipients[flag] == ("collective",) for flag in flags)
    assert recipients["cstd_co_so"] == recipients["ld_tien_tien"] == ("individual",)
    assert recipients["gia_dinh_van_hoa"] == ("household",)


def test_weak_forms_are_no_surface_forms():
    awards = vocabulary.award_types()
    weak = {fold_key(form) for award in awards for form in award.weak}
    assert fold_key("Cờ") in weak
    assert not weak & {fold_key(surface) for award in awards for surface in award.surfaces()}


def test_departments_lead_to_those_in_force():
    by_id = {department.id: department for department in vocabulary.departments()}
    assert by_id["so_ke_hoach_dau_tu"].successors == ("so_tai_chinh",)
    assert by_id["so_nong_nghiep_moi_truong"].valid_from == date(2025, 3, 1)
    ended = [department for department in by_id.values() if department.valid_to]
    assert all(department.successors for department in ended)
    for department in ended:
        assert all(by_id[successor].valid_to is None for successor in department.successors)
        assert not department.valid_on(date(2025, 7, 1))


def test_ambiguous_abbreviations_say_how_to_tell_their_readings_apart():
    ambiguous = [entry for entry in vocabulary.abbreviations() if len(entry.full) > 1]
    assert {"CĐ", "BCT", "TT"} <= {entry.name for entry in ambiguous}
    assert all(entry.rule for entry in ambiguous)


def test_provinces_of_all_eras():
    eras = Counter(province.era for province in PROVINCES.values())
    assert eras == {"pre2025": 63, "from2025": 35, "historic": 26}


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2008, 8, 1), 63),
        (date(2024, 12, 31), 63),
        (date(2025, 1, 1), 63),
        (date(2025, 6, 30), 63),
        (date(2025, 7, 1), 34),
        (date(2026, 4, 29), 34),
        (date(2026, 4, 30), 34),
    ],
)
def test_number_of_provinces_in_force(day, number):
    on = vocabulary.provinces_on(day)
    assert len(on) == len({province.name for province in on}) == number


@pytest.mark.parametrize(
    ("name", "first_day"),
    [("Huế", date(2025, 1, 1)), ("Đồng Nai", date(2026, 4, 30))],
)
def test_new_cities_are_cities_from_their_day_on(name, first_day):
    def is_city(day):
        return any(province.city and province.name == name for province in vocabulary.provinces_on(day))

    assert is_city(first_day)
    assert not is_city(first_day - timedelta(days=1))


def test_hue_was_a_province_before_it_was_a_city():
    on = {province.name: province for province in vocabulary.provinces_on(date(2024, 12, 31))}
    assert "Huế" not in on
    assert not on["Thừa Thiên Huế"].city


def test_seven_codes_mean_another_province_since_the_merger():
    before = {province.code: province.name for province in vocabulary.provinces_on(date(2025, 6, 30))}
    after = {province.code: province.name for province in vocabulary.provinces_on(MERGER)}
    reused = {code for code in before.keys() & after.keys() if before[code] != after[code]}
    assert reused == {"15", "24", "44", "52", "80", "82", "91"}


def test_every_province_of_before_leads_to_one_of_today():
    for province in vocabulary.provinces_on(date(2025, 6, 30)):
        assert len(province.successors) == 1
        assert PROVINCES[province.successors[0]].valid_from == MERGER
    for province in vocabulary.provinces_on(MERGER):
        assert province.predecessors
        merged = len(province.predecessors) > 1
        assert province.territory_changed_2025 is merged


def test_predecessors_end_before_their_successors_begin():
    for province in PROVINCES.values():
        for successor in (PROVINCES[key] for key in province.successors):
            if province.valid_to and successor.valid_from:
                assert province.valid_to < successor.valid_from


def test_no_name_means_two_provinces_on_one_day():
    on = vocabulary.provinces_on(MERGER)
    names = Counter(name for province in on for name in {fold_key(name) for name in (province.name, *province.aliases)})
    assert [name for name, number in names.items() if number > 1] == []


AWARD = """
[[award_type]]
id = "bang_khen"
name = "Bằng khen"
form = "merit_certificate"
family = "bang_khen"
recipients = ["individual"]
examples = ["Tặng Bằng khen cho 02 cá nhân."]
"""
UNIT = """
[[unit_type]]
id = "so"
name = "sở"
heads = ["Sở"]
scale = "state"
examples = ["Sở Nội vụ tham mưu."]
"""
POSITION = """
[[position]]
id = "giam_doc"
name = "Giám đốc"
scale = "state"
examples = ["Giám đốc phát biểu."]
"""
DEPARTMENT = """
[[department]]
id = "so_cu"
name = "Sở Cũ"
kind = "department"
successors = ["so_moi"]
examples = ["Sở Cũ tổng kết."]

[[department]]
id = "so_moi"
name = "Sở Mới"
kind = "department"
predecessors = ["so_cu"]
examples = ["Sở Mới tổng kết."]
"""


def _path(folder: Path, text: str, name: str = "broken.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sound_files_that_are_broken_below_are_read(tmp_path):
    assert loader.load_award_types(_path(tmp_path, AWARD))[0].name == "Bằng khen"
    assert loader.load_unit_types(_path(tmp_path, UNIT))[0].heads == ("Sở",)
    assert loader.load_positions(_path(tmp_path, POSITION))[0].membership is False
    assert [entry.id for entry in loader.load_departments(_path(tmp_path, DEPARTMENT))] == ["so_cu", "so_moi"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(AWARD + 'colour = "đỏ"\n', "'bang_khen'.*colour", id="unknown key"),
        pytest.param(AWARD + AWARD, "'bang_khen'.*stands twice", id="id twice"),
        pytest.param(AWARD.replace("bang_khen", "Bằng"), "'Bằng'.*id", id="id not ASCII"),
        pytest.param(AWARD.replace('examples = ["Tặng Bằng khen cho 02 cá nhân."]', ""), "examples", id="no examples"),
        pytest.param(AWARD.replace("Tặng Bằng khen", "Tặng Cờ"), "'bang_khen'.*no surface form", id="empty example"),
        pytest.param(AWARD.replace("Tặng Bằng khen", "Tặng Bằng khenh"), "no surface form", id="half a word"),
        pytest.param(AWARD + "valid_from = 2025-02-30\n", "cannot be read", id="no such day"),
        pytest.param(AWARD + 'valid_from = "2025-02-30"\n', "'bang_khen'.*valid_from", id="no such day, as text"),
        pytest.param(
            AWARD + "valid_from = 2025-01-02\nvalid_to = 2025-01-01\n", "'bang_khen'.*is after", id="ends too early"
        ),
        pytest.param(AWARD.replace('form = "merit_certificate"\n', ""), "'bang_khen'.*form", id="form left out"),
        pytest.param(AWARD.replace('"merit_certificate"', '"cup"'), "'bang_khen'.*form", id="unknown form"),
        pytest.param(
            AWARD + AWARD.replace('"bang_khen"', '"other"').replace('"Bằng khen"', '"BẰNG KHEN"'),
            "'other'.*surface form of 'bang_khen'",
            id="one surface, two award types",
        ),
        pytest.param(AWARD + "[other]\nx = 1\n", "unknown tables.*other", id="unknown table"),
        pytest.param(AWARD.replace("id = ", "number = "), "'number 1'.*id", id="no id"),
        pytest.param("award_type = [1]\n", "'number 1'", id="no table"),
        pytest.param("[[award_type]\n", "cannot be read", id="no TOML"),
    ],
)
def test_broken_award_types_are_refused(tmp_path, text, message):
    with pytest.raises(VocabularyError, match=f"broken.toml: .*{message}"):
        loader.load_award_types(_path(tmp_path, text))


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(VocabularyError, match=r"nowhere\.toml: cannot be read"):
        loader.load_award_types(tmp_path / "nowhere.toml")
    with pytest.raises(VocabularyError, match=r"nowhere\.csv: cannot be read"):
        loader.load_provinces(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(UNIT + 'parents = ["bo"]\n', "'so'.*'bo', which is no entry", id="dangling parent"),
        pytest.param(UNIT + UNIT.replace('"so"', '"hai"'), "'hai'.*surface form of 'so'", id="one head, two types"),
    ],
)
def test_broken_unit_types_are_refused(tmp_path, text, message):
    with pytest.raises(VocabularyError, match=message):
        loader.load_unit_types(_path(tmp_path, text))


def test_positions_with_one_title_are_refused(tmp_path):
    with pytest.raises(VocabularyError, match=r"'hai'.*surface form of 'giam_doc'"):
        loader.load_positions(_path(tmp_path, POSITION + POSITION.replace('"giam_doc"', '"hai"')))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('successors = ["so_moi"]', 'successors = ["so_la"]', "'so_cu'.*'so_la', which is no entry"),
        ('successors = ["so_moi"]', "", "'so_moi'.*'so_cu', which does not name it as successor"),
        ('predecessors = ["so_cu"]', "", "'so_cu'.*'so_moi', which does not name it as predecessor"),
    ],
)
def test_lopsided_departments_are_refused(tmp_path, old, new, message):
    with pytest.raises(VocabularyError, match=message):
        loader.load_departments(_path(tmp_path, DEPARTMENT.replace(old, new)))


def test_an_ambiguous_abbreviation_without_a_rule_is_refused(tmp_path):
    text = '[[abbreviation]]\nid = "cd"\nname = "CĐ"\nfull = ["Công đoàn", "Cao đẳng"]\nexamples = ["CĐ ngành họp."]\n'
    with pytest.raises(VocabularyError, match=r"'cd'.*no rule"):
        loader.load_entries(_path(tmp_path, text), table="abbreviation", model=entries.Abbreviation)


def _province_rows() -> list[dict[str, str]]:
    with (Path(loader.__file__).parent / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _provinces_with(folder: Path, province_id: str, **changes: str) -> Path:
    rows = _province_rows()
    for row in rows:
        if row["id"] == province_id:
            row |= changes
    path = folder / "provinces.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_provinces_written_back_unchanged_are_read_alike(tmp_path):
    assert loader.load_provinces(_provinces_with(tmp_path, "P63-31")) == vocabulary.provinces()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "P63-30"}, "'P63-30'.*stands twice"),
        ({"id": "31"}, "'31'.*id"),
        ({"successors": "P34-99"}, "'P34-99', which is no entry"),
        ({"successors": ""}, "'P34-31'.*'P63-31', which does not name it as successor"),
        ({"predecessors": "PH-ha-tay"}, "'PH-ha-tay', which does not name it as successor"),
        ({"valid_to": "2025-06-31"}, "'P63-31'.*valid_to"),
        ({"valid_from": "2025-07-01"}, "'P63-31'.*is after"),
        ({"city": "maybe"}, "'P63-31'.*city"),
        ({"era": "later"}, "'P63-31'.*era"),
    ],
)
def test_broken_provinces_are_refused(tmp_path, changes, message):
    with pytest.raises(VocabularyError, match=rf"provinces\.csv: .*{message}"):
        loader.load_provinces(_provinces_with(tmp_path, "P63-31", **changes))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id,name\nP63-01,Hà Nội\n", "unknown or missing columns.*legal_basis"),
        ("", "unknown or missing columns"),
        ('"id\n', "cannot be read"),
    ],
)
def test_provinces_with_other_columns_are_refused(tmp_path, text, message):
    with pytest.raises(VocabularyError, match=message):
        loader.load_provinces(_path(tmp_path, text, "provinces.csv"))


def test_a_row_longer_than_the_header_is_refused(tmp_path):
    path = _provinces_with(tmp_path, "P63-31")
    path.write_text(path.read_text(encoding="utf-8").rstrip() + ",thừa\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match="PH-hau-giang-1976"):
        loader.load_provinces(path)
