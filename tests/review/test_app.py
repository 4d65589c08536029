"""The review page over HTTP: queue, decisions, undo, additions, and who may talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from pipeline import evaluate
from pipeline.review import open_worklist, samples
from pipeline.review.app import create
from pipeline.review.worklist import Filter, Worklist
from tests.runs import TEXT, document, mention, write

ENTRY = "jeton"
HOME = "http://127.0.0.1:8000"


def _run(folder: Path) -> Path:
    day = date(2017, 6, 1)
    return write(
        folder,
        documents=[document(issuer="Ville de Lens", published=date(2017, 6, 6))],
        dates=[mention("dates", start_date=day, end_date=day, grain="day", confidence=0.4)],
        places=[mention("places", place_type="commune", code="62498")],
        people=[mention("people", name="Anne Petit", confidence=0.7)],
        amounts=[mention("amounts", amount_min=Decimal(500), amount_max=Decimal(500))],
    )


@pytest.fixture
def work(tmp_path: Path) -> Worklist:
    return open_worklist(_run(tmp_path))


@pytest.fixture
def client(work: Worklist) -> Iterator[TestClient]:
    with TestClient(create(work, reviewer="anne"), base_url=HOME, headers={"origin": HOME}) as client:
        yield client


def _id(work: Worklist, kind: str) -> str:
    return next(item.mention_id for item in work.items.values() if item.kind == kind)


def _state(work: Worklist, kind: str) -> str | None:
    decision = work.store.of_mention(_id(work, kind))
    return decision.action if decision else None


def test_the_most_doubtful_mention_comes_first(client: TestClient, work: Worklist) -> None:
    assert client.get("/").url.path == f"/mention/{_id(work, 'date')}"


def test_a_filter_narrows_the_queue(client: TestClient, work: Worklist) -> None:
    assert client.get("/?kind=person").url.path == f"/mention/{_id(work, 'person')}"


@pytest.mark.parametrize("action", ["accept", "reject"])
def test_a_verdict_is_stored_and_leads_on(client: TestClient, work: Worklist, action: str) -> None:
    answer = client.post(f"/mention/{_id(work, 'date')}", data={"action": action})

    assert _state(work, "date") == action
    assert answer.url.path == f"/mention/{_id(work, 'person')}"


def test_the_end_of_the_queue_says_so(client: TestClient, work: Worklist) -> None:
    for name in work.select(Filter(todo=False)):
        answer = client.post(f"/mention/{name}", data={"action": "accept"})

    assert "Cette file est terminée" in answer.text
    assert work.progress(Filter()) == (4, 4)


def test_a_correction_holds_span_and_value(client: TestClient, work: Worklist) -> None:
    start = TEXT.index("500")
    form = {"action": "correct", "start": start, "end": start + 3, "value.min": "501", "value.max": "501"}
    client.post(f"/mention/{_id(work, 'amount')}", data=form)

    decision = work.store.of_mention(_id(work, "amount"))

    assert decision is not None
    assert (decision.start, decision.end, decision.value) == (start, start + 3, {"min": "501", "max": "501"})


def test_a_bad_correction_is_explained_and_not_stored(client: TestClient, work: Worklist) -> None:
    form = {"action": "correct", "start": 0, "end": 3, "value.min": "beaucoup", "value.max": "1"}
    answer = client.post(f"/mention/{_id(work, 'amount')}", data=form)

    assert answer.status_code == 422
    assert "illisible" in answer.text
    assert _state(work, "amount") is None


def test_undo_takes_the_last_verdict_back(client: TestClient, work: Worklist) -> None:
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "reject"})
    answer = client.post("/undo")

    assert _state(work, "date") is None
    assert answer.url.path == f"/mention/{_id(work, 'date')}"


def test_a_missed_mention_is_added_and_shown(client: TestClient) -> None:
    start = TEXT.index("5 %")
    form = {
        "kind": "percentage",
        "start": start,
        "end": start + 3,
        "value.min": "5",
        "value.max": "5",
        "value.unit": "percent",
    }
    answer = client.post("/document/a/add", data=form)

    assert answer.url.path.startswith("/mention/added-")
    assert "ajoutée" in answer.text


def test_an_added_mention_can_be_undone(client: TestClient) -> None:
    start = TEXT.index("5 %")
    client.post("/document/a/add", data={"kind": "percentage", "start": start, "end": start + 3})
    answer = client.post("/undo")

    assert "ajoutée" not in answer.text


def test_an_article_can_be_accepted_as_a_whole(client: TestClient, work: Worklist) -> None:
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "reject"})
    client.post("/document/a/done")

    assert (_state(work, "date"), _state(work, "place")) == ("reject", "accept")


def test_samples_hold_what_was_accepted_corrected_and_added(client: TestClient, work: Worklist) -> None:
    start = TEXT.index("5 %")
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "reject"})
    client.post(
        "/document/a/add", data={"kind": "percentage", "start": start, "end": start + 3, "value.unit": "percent"}
    )
    client.post("/document/a/done")

    (sample,) = samples(work)

    assert [m["kind"] for m in sample["mentions"]] == ["place", "person", "amount", "percentage"]
    assert all(sample["text"][m["start"] : m["end"]] == m["text"] for m in sample["mentions"])


def test_samples_score_one_against_themselves(client: TestClient, work: Worklist, tmp_path: Path) -> None:
    import json

    client.post("/document/a/done")
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(sample) + "\n" for sample in samples(work)), encoding="utf-8")
    gold = {sample.id: sample.mentions for sample in evaluate.read(path)}

    assert {score.end_to_end_f1 for score in evaluate.score(gold, gold).values()} == {1.0}


def test_a_document_not_finished_makes_no_sample(client: TestClient, work: Worklist) -> None:
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "accept"})

    assert list(samples(work)) == []


def test_precision_comes_from_the_decisions(client: TestClient, work: Worklist) -> None:
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "reject"})
    client.post(f"/mention/{_id(work, 'place')}", data={"action": "accept"})
    page = client.get("/figures").text

    assert "0 %</td>" in page
    assert "100 %</td>" in page


def test_a_place_is_found_by_name(client: TestClient) -> None:
    places = client.get("/communes?name=libercourt").json()

    assert places[0]["code"] == "62907"


@pytest.mark.parametrize(
    "path", ["/mention/nothing", "/static/../app.py", "/static/app.py", "/document/../../etc/passwd"]
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in {404, 405}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_another_host_name_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "localhost"])
def test_loopback_names_are_served(client: TestClient, host: str) -> None:
    assert client.get("/figures", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"origin": HOME, "sec-fetch-site": "cross-site"}]
)
def test_a_form_sent_from_another_page_is_refused(client: TestClient, work: Worklist, headers: dict[str, str]) -> None:
    answer = client.post(f"/mention/{_id(work, 'date')}", data={"action": "accept"}, headers=headers)

    assert answer.status_code == 403
    assert _state(work, "date") is None


def test_every_answer_forbids_foreign_content(client: TestClient) -> None:
    assert "default-src 'none'" in client.get("/").headers["content-security-policy"]


def test_with_a_token_nobody_enters_without(work: Worklist) -> None:
    with TestClient(create(work, token=ENTRY), base_url="http://192.0.2.1:8000") as client:
        assert client.get("/").status_code == 403
        assert client.get("/?token=guess").status_code == 403
        assert client.get(f"/?token={ENTRY}").status_code == 200
        assert client.get("/figures").status_code == 200


def test_an_oversized_form_changes_nothing(client: TestClient, work: Worklist) -> None:
    client.post(f"/mention/{_id(work, 'date')}", data={"action": "accept", "x": "y" * 200_000})

    assert _state(work, "date") is None


def test_hostile_article_text_is_inert(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> Le 1er juin 2017 \u202e\x00"
    start = text.index("1er")
    folder = write(
        tmp_path,
        documents=[document(text=text, title="<img src=x onerror=alert(1)>")],
        dates=[mention("dates", start=start)],
    )
    with TestClient(create(open_worklist(folder)), base_url=HOME) as client:
        page = client.get("/").text

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "\u202e" not in page


def test_a_giant_article_is_cut_around_the_mention(tmp_path: Path) -> None:
    text = "Début " + "mot " * 500_000 + "1er juin 2017"
    folder = write(tmp_path, documents=[document(text=text)], dates=[mention("dates", start=text.index("1er"))])
    with TestClient(create(open_worklist(folder)), base_url=HOME) as client:
        page = client.get("/").text

    assert "1er juin 2017</mark>" in page
    assert len(page) < 100_000
