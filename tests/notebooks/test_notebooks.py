"""Notebooks run, show what they promise, and what they have saved is what they show."""

from __future__ import annotations

import ast
import base64
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import altair as alt
import nbformat
import plots
import pytest
import sample
import vl_convert
from execute import FOLDER, execute

from corpus.award_question import KINDS
from corpus.derived_tables import Stage
from schemas.records import AwardForm, AwardStatus, Level

#: The plots of each notebook, by the begin of their titles.
PLOTS = {
    "01-awards": [
        "Lượt khen thưởng đã trao theo năm và hình thức",
        "Lượt khen thưởng đã trao theo hình thức và cấp trao tặng",
        "Số tập thể, cá nhân, hộ gia đình được khen thưởng theo năm",
        "Lượt khen thưởng đã trao theo 34 tỉnh, thành phố hiện nay",
        "Lượt khen thưởng đã trao đến hết năm 2024 theo 63 tỉnh, thành phố",
        "Lượt khen thưởng đã trao theo tỉnh, thành phố hiện nay và năm",
    ],
    "02-campaigns": [
        "Các phong trào, đợt thi đua theo thời gian",
        "Các đợt của phong trào, đợt thi đua",
        "Phong trào, đợt thi đua theo giai đoạn được kể",
    ],
    "03-quality": [
        "Địa chỉ bài viết theo cổng, tháng đăng và kết quả",
        "Tỷ lệ bài có tiêu đề, ngày đăng, nội dung thi đua",
        "Mục khen thưởng đã trao có số không rõ hoặc ước chừng",
        "Mục khen thưởng theo hình thức và tình trạng",
        "Số bài kể về một sự kiện, một phong trào",
    ],
}
NOTEBOOKS = pytest.mark.parametrize("name", PLOTS)
#: What a notebook may import: the statistics, Altair, and what stands beside it.
ALLOWED = {"altair", "corpus.stats", "plots", "sample", "tiles"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """Runs a copy of a notebook on the sample corpus, which is built once."""
    folder = tmp_path_factory.mktemp("notebooks")
    sample.build_sample(folder / "sample.db")

    def execute_copy(name: str) -> Any:
        copy = shutil.copy(FOLDER / f"{name}.ipynb", folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("THIDUA_SAMPLE", str(folder))
            patch.setenv("PYTHONPATH", str(sample.ROOT))
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)  # a kernel runs nothing that other tests do not
            return execute(Path(copy))

    return execute_copy


def read(name: str) -> Any:
    return nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def tables(spec: Any) -> Iterator[list[Any]]:
    """Yield the data that a plot and its parts hold."""
    if isinstance(spec, list):
        for part in spec:
            yield from tables(part)
    elif isinstance(spec, dict):
        if "values" in spec.get("data", {}):
            yield spec["data"]["values"]
        yield from tables([value for key, value in spec.items() if key != "data"])


def shown(notebook: Any) -> list[Any]:
    """Return what a notebook shows, without images: the same numbers may be drawn a pixel apart on other machines."""
    without = ({**output, "data": {**output.data, "image/png": None}, "metadata": None} for output in outputs(notebook))
    return list(without)


def test_every_notebook_is_tested() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == list(PLOTS)


@NOTEBOOKS
def test_what_is_saved_is_what_the_notebook_shows(name: str, run: Callable[[str], Any]) -> None:
    fresh, saved = run(name), read(name)
    assert [cell.source for cell in fresh.cells] == [cell.source for cell in saved.cells]
    assert shown(fresh) == shown(saved), f"{name}.ipynb is out of date; run `make notebooks` and look at the plots"


@NOTEBOOKS
def test_saved_plots(name: str) -> None:
    found = [output for output in outputs(read(name)) if plots.MIME in output.data]
    assert found == outputs(read(name)), "a notebook shows plots and nothing else"
    specs = [output.data[plots.MIME] for output in found]
    assert [spec["title"]["text"] for spec in specs] == PLOTS[name]
    for output, spec in zip(found, specs, strict=True):
        assert any("covered" in line for line in spec["title"]["subtitle"]), spec["title"]
        assert min(len(rows) for rows in tables(spec)) > 1
        image, size = base64.b64decode(output.data["image/png"]), output.metadata["image/png"]
        assert image.startswith(b"\x89PNG\r\n\x1a\n")
        assert 300 <= size["width"] <= 1000
        assert 150 <= size["height"] <= 1100
        assert int.from_bytes(image[16:20], "big") == pytest.approx(size["width"] * plots.SCALE, abs=1)


@NOTEBOOKS
def test_saved_notebooks_are_small(name: str) -> None:
    assert (FOLDER / f"{name}.ipynb").stat().st_size < 1_000_000


@NOTEBOOKS
def test_notebooks_ask_the_statistics_and_nothing_else(name: str) -> None:
    source = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "code")
    modules: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
    assert "corpus.stats" in modules
    assert modules <= ALLOWED


@pytest.mark.parametrize(
    ("labels", "values"),
    [
        (plots.FORMS, get_args(AwardForm)),
        (plots.LEVELS, (*get_args(Level), "(not told)")),
        (plots.KINDS, KINDS),
        (plots.STATUSES, get_args(AwardStatus)),
        (plots.STAGES, get_args(Stage)),
    ],
)
def test_every_value_has_a_name_of_its_own(labels: dict[str, str], values: tuple[str, ...]) -> None:
    assert set(labels) == set(values)
    assert len(set(labels.values())) == len(labels)


@pytest.mark.parametrize(
    ("told", "span"),
    [
        (("2023",), ("2023-01-01", "2023-12-31")),
        (("2024-02",), ("2024-02-01", "2024-02-29")),
        (("2023-11", "2024"), ("2023-11-01", "2024-12-31")),
        (("2024-02-03",), ("2024-02-03", "2024-02-03")),
    ],
)
def test_days_of_dates_that_are_told_in_part(told: tuple[str, ...], span: tuple[str, str]) -> None:
    assert plots.days(*told) == span


def drawn(text: str, font: str = plots.FONT) -> bytes:
    chart = (
        alt.Chart(alt.Data(values=[{}]), width=40, height=40)
        .mark_text(fontSize=24, font=font)
        .encode(text=alt.value(text))
    )
    return vl_convert.vegalite_to_png(chart.to_dict())


def test_the_font_has_vietnamese_letters() -> None:
    nothing, box = drawn(""), drawn("\ue123")
    letters = "ĂăĐđƠƯạảấẫặẽềệỉọỗợụữỵỹ₫"
    images = {letter: drawn(letter) for letter in letters}
    assert [letter for letter, image in images.items() if image in (nothing, box)] == []
    assert len(set(images.values())) == len(letters)
