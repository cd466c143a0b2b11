"""What OpenSearch keeps of an archive is right, whatever came between."""

import threading

import pytest
from cluster import opensearch
from django.core.management import CommandError, call_command
from haystack import connections

from archive.models import Editorial, Stale
from archive.search import Question, ask
from archive.search.engine import IndexAway, IndexDamaged, NotTaken, RebuildRunning, current
from archive.search.engines.opensearch.index import bulk, counting, leases, reading, rebuilding
from archive.search.engines.opensearch.index.connection import Cluster
from archive.search.engines.opensearch.index.mapping import TEXTS
from archive.search.engines.opensearch.index.sources import source
from archive.search.upkeep import freshness, watching
from archive.search.upkeep.comparing import differences


@pytest.fixture
def cluster(engine) -> Cluster:
    return connections["default"].get_backend().cluster


def uses(engine, *forms: str) -> dict[str, int]:
    return engine.usage(forms).of_form


def held(cluster: Cluster, number: int) -> dict:
    """An editorial as the index has it."""
    return cluster.client.get(index=cluster.name, id=str(number))


def test_words_are_counted_as_editorials_come_change_and_go(engine, make_editorial):
    first = make_editorial("Un", "<p>Un client attend.</p>")
    make_editorial("Deux", "<p>Un client, des clients.</p>")
    freshness.drain()
    assert uses(engine, "client", "clients", "attend") == {"client": 2, "clients": 1, "attend": 1}
    first.body = "<p>Un client patiente.</p>"
    first.save()
    freshness.drain()
    assert uses(engine, "client", "attend", "patiente") == {"client": 2, "patiente": 1}
    first.delete()
    freshness.drain()
    assert uses(engine, "client", "patiente") == {"client": 1}


def test_taking_in_what_has_not_changed_changes_no_count(engine, make_editorial):
    editorial = make_editorial("Un", "<p>Un client attend.</p>")
    freshness.drain()
    for _time in range(2):
        engine.refresh([editorial.pk])
    assert uses(engine, "client") == {"client": 1}


def test_counts_after_changes_are_those_of_an_index_made_anew(engine, make_editorial):
    editorials = [make_editorial(f"Titre {number}", "<p>Un appel.</p>") for number in range(3)]
    freshness.drain()
    editorials[0].body = "<p>Des appels, l’après-vente.</p>"
    editorials[0].save()
    editorials[1].delete()
    freshness.drain()
    forms = ["appel", "appels", "aprèsvente", "vente", "titre"]
    counted = uses(engine, *forms)
    engine.rebuild()
    assert uses(engine, *forms) == counted


def test_an_older_state_never_lands_on_a_newer(engine, cluster, make_editorial):
    editorial = make_editorial("Neuf")
    freshness.drain()
    body = held(cluster, editorial.pk)["_source"] | {"title": "ancien"}
    version = held(cluster, editorial.pk)["_version"]
    (refusal,) = bulk.send(
        cluster, cluster.name, [bulk.indexing(editorial.pk, version - 1, body)], refresh=True
    )
    assert refusal.status == 409 and held(cluster, editorial.pk)["_version"] == version


def test_an_index_of_a_later_state_than_the_database_is_refused(engine, cluster, make_editorial):
    editorial = make_editorial()
    freshness.drain()
    body = held(cluster, editorial.pk)["_source"]
    bulk.send(cluster, cluster.name, [bulk.indexing(editorial.pk, 10**12, body)], refresh=True)
    Stale.objects.mark([editorial.pk])
    with pytest.raises(IndexDamaged, match="later state"):
        engine.refresh([editorial.pk])


def test_which_text_was_printed_first_is_told_anew_when_it_goes(engine, cluster, make_editorial):
    first, second, third = (make_editorial("Le même", "<p>Un texte.</p>") for _time in range(3))
    freshness.drain()
    again = [
        held(cluster, editorial.pk)["_source"]["again"] for editorial in (first, second, third)
    ]
    assert again == [False, True, True]
    first.delete()
    freshness.drain()
    again = [held(cluster, editorial.pk)["_source"]["again"] for editorial in (second, third)]
    assert again == [False, True]


# What comes late, or between


def test_a_state_that_comes_after_its_editorial_was_withdrawn_stays_away(
    engine, cluster, make_editorial
):
    index = cluster.index()
    opensearch.ask("PUT", f"{index.editorials}/_settings", {"index.gc_deletes": "10m"})
    editorial = make_editorial("Retiré")
    prepared = next(iter(connections["default"].get_backend().prepared([editorial.pk])))
    late = bulk.indexing(editorial.pk, 1, source(prepared).body | {"change": 1})
    editorial.state = Editorial.State.WITHDRAWN
    editorial.save()
    freshness.drain()
    (refusal,) = bulk.send(cluster, index.editorials, [late], refresh=True)
    assert refusal.status == 409 and not any(differences())


def test_what_is_sent_while_another_index_takes_its_place_is_taken_in_once_more(
    engine, cluster, make_editorial, monkeypatch
):
    make_editorial("Avant", "<p>Un client attend.</p>")
    freshness.drain()
    before = cluster.index()

    def swapped(*args, send=bulk.send, **options):
        monkeypatch.setattr(bulk, "send", send)
        # The rebuild has read it as it was before.
        Editorial.objects.filter(pk=late.pk).update(body="<p>Un client attend.</p>")
        engine.rebuild()
        Stale.objects.all().delete()
        Editorial.objects.filter(pk=late.pk).update(body="<p>Un client patiente.</p>")
        return send(*args, **options)

    begun = rebuilding._begin()
    late = make_editorial("Pendant", "<p>Un client patiente.</p>")
    monkeypatch.setattr(rebuilding, "_begin", lambda: begun)
    monkeypatch.setattr(bulk, "send", swapped)
    engine.refresh([late.pk])
    assert cluster.index() != before
    assert Stale.objects.filter(editorial_id=late.pk).exists()
    freshness.drain()
    assert not any(differences())
    assert uses(engine, "client", "patiente") == {"client": 2, "patiente": 1}


def test_what_is_sent_to_an_index_that_somebody_deletes_makes_none_under_its_name(
    engine, cluster, make_editorial, monkeypatch
):
    make_editorial()
    in_use = cluster.index()

    def deleted(*args, send=bulk.send, **options):
        if args[1] == in_use.words:
            return send(*args, **options)
        monkeypatch.setattr(bulk, "send", send)
        opensearch.ask("DELETE", f"{cluster.name}-*")
        return send(*args, **options)

    monkeypatch.setattr(bulk, "send", deleted)
    try:
        freshness.drain()
        assert Stale.objects.exists() and engine.condition().state == "missing"
    finally:
        opensearch.ask("DELETE", cluster.name)
        assert engine.rebuild() == 1
    assert engine.condition().state == "ok"
    assert cluster.name not in opensearch.ask("GET", "_alias")


@pytest.mark.parametrize("is_done", [True, False])
def test_words_are_counted_right_after_a_request_whose_end_nobody_knows(
    engine, cluster, make_editorial, monkeypatch, is_done
):
    editorial = make_editorial("Un", "<p>Un client attend.</p>")
    freshness.drain()
    editorial.body = "<p>Un client patiente.</p>"
    editorial.save()

    def cut(*args, send=bulk.send, **options):
        if not options.get("once"):
            return send(*args, **options)
        monkeypatch.setattr(bulk, "send", send)
        if is_done:
            send(*args, **options)
        raise IndexAway("the node has gone")

    monkeypatch.setattr(bulk, "send", cut)
    freshness.drain()
    assert Stale.objects.exists()
    freshness.drain()
    assert uses(engine, "client", "attend", "patiente") == {"client": 1, "patiente": 1}


def test_words_are_counted_right_after_a_process_that_died_before_it_had_counted(
    engine, cluster, make_editorial, monkeypatch
):
    make_editorial("Un", "<p>Un client attend.</p>")
    with monkeypatch.context() as patch:
        patch.setattr(counting, "change", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            freshness.drain()
    cluster.uncounted.clear()
    freshness.drain()
    assert uses(engine, "client", "attend") == {"client": 1, "attend": 1}


def test_what_is_refused_is_counted_only_once_it_is_taken(
    engine, cluster, make_editorial, monkeypatch
):
    refused = make_editorial("Un", "<p>Un client attend.</p>")

    def busy(*args, send=bulk.send, **options):
        if args[1] != cluster.index().editorials:
            return send(*args, **options)
        return [bulk.Refusal(str(refused.pk), 429, "rejected_execution_exception")]

    with monkeypatch.context() as patch:
        patch.setattr(bulk, "send", busy)
        freshness.drain()
    assert uses(engine, "client") == {}
    freshness.drain()
    assert uses(engine, "client") == {"client": 1}
    word = cluster.client.get(index=cluster.index().words, id="client")["_source"]
    assert word["key"]


def test_what_is_counted_in_editorials_is_what_their_words_say(engine, cluster, make_editorial):
    texts = [
        "a|b ~c =d %e",
        "x" * 3000,
        "L’APRÈS-VENTE, l’après-vente",
        "№ 5 — 1990, 3.9 %, EN 10/3",
    ]
    for text in texts:
        make_editorial(text[:100], f"<h2>{text}</h2><p>{text} {text}</p>")
    freshness.drain()
    index = cluster.index()
    body = {"size": 1000, "_source": ["form"], "query": {"exists": {"field": "form"}}}
    hits = reading.search(cluster, index.words, body)["hits"]["hits"]
    forms = [hit["_source"]["form"] for hit in hits]
    as_kept = reading.uses(cluster, index, forms, TEXTS)
    for form, of_fields in counting.counted(cluster, index, forms).items():
        assert {field: uses for field, uses in of_fields.items() if uses} == {
            field: uses for field, uses in as_kept[form].items() if uses
        }, form
    assert len(forms) > 10


def test_what_a_title_weighs_is_what_it_weighs_in_an_index_made_anew(
    engine, cluster, make_editorial
):
    editorials = [
        make_editorial(f"Titre {word}", f"<p>Un texte {word} du titre.</p>")
        for word in ("neuf", "rare", "neuf")
    ]
    freshness.drain()
    weights = [held(cluster, editorial.pk)["_source"]["title_weight"] for editorial in editorials]
    engine.rebuild()
    again = [held(cluster, editorial.pk)["_source"]["title_weight"] for editorial in editorials]
    assert weights == pytest.approx(again) and min(weights) > 0


def test_words_that_are_counted_wrongly_are_put_right_by_a_check(
    engine, cluster, make_editorial, caplog
):
    make_editorial("Un", "<p>Un client attend.</p>")
    freshness.drain()
    counting.change(cluster, cluster.index(), {"client": {"text": 2}, "parti": {"text": 1}}, {})
    assert uses(engine, "client", "parti") == {"client": 3, "parti": 1}
    engine.verify()
    assert uses(engine, "client", "parti") == {"client": 1}
    assert "2 were counted wrongly" in caplog.text


# Where it cannot be written


@pytest.fixture
def full_disk(cluster):
    """The block that OpenSearch puts on an index whose disk is nearly full."""
    block = "index.blocks.read_only_allow_delete"
    opensearch.ask("PUT", f"{cluster.name}/_settings", {block: True})
    yield
    opensearch.ask("PUT", f"{cluster.name}/_settings", {block: None})


def test_on_a_full_disk_what_is_saved_waits_and_the_log_says_why(
    engine, make_editorial, full_disk, caplog, client
):
    make_editorial("Trop")
    freshness.drain()
    assert Stale.objects.filter(refused=True).exists()
    assert engine.condition().state == "ok"  # questions are answered
    assert "disk is nearly full" in caplog.text
    assert client.get("/healthz").json()["status"] == "degraded"


def test_on_a_full_disk_it_is_told_that_a_rebuild_goes_on(engine, cluster):
    block = "index.blocks.read_only_allow_delete"
    with leases.held(cluster, rebuilding.LEASE):
        opensearch.ask("PUT", f"{cluster.name}-leases/_settings", {block: True})
        try:
            condition = engine.condition()
        finally:
            opensearch.ask("PUT", f"{cluster.name}-leases/_settings", {block: None})
    assert (condition.state, condition.rebuilding) == ("ok", True)


def test_once_there_is_room_again_it_is_taken_in(engine, cluster, make_editorial, request):
    editorial = make_editorial("Trop")
    request.getfixturevalue("full_disk")
    freshness.drain()
    opensearch.ask(
        "PUT", f"{cluster.name}/_settings", {"index.blocks.read_only_allow_delete": None}
    )
    freshness.drain()
    assert held(cluster, editorial.pk)["found"] and not any(differences())
    assert uses(engine, "trop") == {}  # in no text
    assert not Stale.objects.exists()


@pytest.mark.parametrize(
    "status, reason",
    [(429, "rejected_execution_exception"), (500, "retry_on_primary_exception")],
)
def test_what_one_part_of_the_cluster_refuses_for_now_waits_alone(
    engine, cluster, make_editorial, monkeypatch, status, reason
):
    kept, refused = make_editorial("Un"), make_editorial("Deux")

    def busy(*args, send=bulk.send, **options):
        refusals = send(*args, **options)
        if args[1] == cluster.index().editorials:
            refusals.append(bulk.Refusal(str(refused.pk), status, reason))
        return refusals

    monkeypatch.setattr(bulk, "send", busy)
    with pytest.raises(NotTaken) as refusal:
        engine.refresh([kept.pk, refused.pk])
    assert list(refusal.value.ids) == [refused.pk]
    freshness.drain()
    assert set(Stale.objects.values_list("editorial_id", flat=True)) == {refused.pk}


# What is in its place


def test_an_index_of_another_archive_is_neither_asked_nor_replaced(
    engine, cluster, make_editorial, client
):
    freshness.drain()
    there = cluster.index()
    about = {**there.about, "archive": "another"}
    opensearch.ask("PUT", f"{there.editorials}/_mapping", {"_meta": about})
    try:
        cluster.forget()
        condition = engine.condition()
        assert condition.state == "away" and "another archive" in str(condition.error)
        with pytest.raises(CommandError, match="another archive"):
            call_command("rebuild_index", interactive=False, verbosity=0)
        assert client.get("/").status_code == 200
    finally:
        opensearch.ask("PUT", f"{there.editorials}/_mapping", {"_meta": dict(there.about)})
        cluster.forget()
    assert cluster.index() == there


def test_an_index_under_the_archives_very_name_is_left_alone(connected):
    name = f"{opensearch.NAME}-foreign"
    opensearch.use()
    opensearch.ask("PUT", name, {})
    connected(f"opensearch://{opensearch.HOSTS}/{name}")
    try:
        condition = current().condition()
        assert condition.state == "away" and f"under the name {name}" in str(condition.error)
        with pytest.raises(IndexAway):
            current().rebuild()
    finally:
        opensearch.ask("DELETE", name)


def test_while_parts_of_it_are_on_no_node_it_is_away_and_nothing_is_rebuilt(
    engine, cluster, connected, make_editorial
):
    name = f"{opensearch.NAME}-red"
    body = {
        "settings": {"index.routing.allocation.require._name": "nobody"},
        "mappings": {"_meta": dict(cluster.index().about)},
    }
    for index, aliases in ((f"{name}-1", {name: {}}), (f"{name}-1-words", {})):
        opensearch.ask("PUT", f"{index}?wait_for_active_shards=0", {**body, "aliases": aliases})
    connected(f"opensearch://{opensearch.HOSTS}/{name}")
    make_editorial("L’accueil")
    try:
        condition = current().condition()
        assert condition.state == "away" and "cannot answer now (503" in str(condition.error)
        assert ask(Question(q="accueil")).by == "database"
    finally:
        opensearch.ask("DELETE", f"{name}*")
        watching.is_well()


def test_without_its_second_copies_it_answers(engine, cluster, make_editorial):
    copies = {"index.auto_expand_replicas": False, "index.number_of_replicas": 3}
    opensearch.ask("PUT", f"{cluster.name}/_settings", copies)
    make_editorial("L’accueil")
    freshness.drain()
    assert ask(Question(q="accueil")).by == "index"
    opensearch.ask("PUT", f"{cluster.name}/_settings", {"index.auto_expand_replicas": "0-1"})


def test_a_name_that_stands_for_two_indices_is_put_right_by_a_rebuild(
    engine, cluster, make_editorial
):
    freshness.drain()
    half = f"{cluster.name}-20260101000000abcd"
    opensearch.ask("PUT", half, {})
    opensearch.ask(
        "POST", "_aliases", {"actions": [{"add": {"index": half, "alias": cluster.name}}]}
    )
    cluster.forget()
    assert engine.condition().state == "damaged"
    make_editorial()
    assert engine.rebuild() == 1
    assert engine.condition().state == "ok"
    assert half not in opensearch.ask("GET", f"{cluster.name}-*/_alias")


def test_without_its_words_an_index_is_damaged_and_made_anew(engine, cluster, make_editorial):
    freshness.drain()
    opensearch.ask("DELETE", cluster.index().words)
    cluster.forget()
    assert engine.condition().state == "damaged"
    make_editorial("Un", "<p>Un client attend.</p>")
    engine.rebuild()
    assert uses(engine, "client") == {"client": 1}


def test_an_index_of_an_earlier_edition_answers_and_is_made_anew(
    engine, cluster, make_editorial, monkeypatch
):
    freshness.drain()
    with monkeypatch.context() as patch:
        patch.setattr(rebuilding.mapping, "FORMAT", rebuilding.mapping.FORMAT + 1)
        assert engine.condition().is_outdated
        engine.rebuild()
        assert not engine.condition().is_outdated
    engine.rebuild()


def test_a_field_of_another_kind_is_told(engine, cluster):
    index = cluster.index()
    opensearch.ask("PUT", f"{index.words}/_mapping", {"properties": {"letters": {"type": "long"}}})
    engine.verify()  # one too many harms nobody
    cluster.client.indices.delete(index=index.words)
    opensearch.ask("PUT", index.words, {"mappings": {"properties": {"form": {"type": "text"}}}})
    with pytest.raises(IndexDamaged, match="the field"):
        engine.verify()
    engine.rebuild()


# Rebuilding


def test_an_index_of_a_later_version_is_left_as_it_is(engine, cluster, make_editorial, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(rebuilding.mapping, "FORMAT", rebuilding.mapping.FORMAT + 1)
        engine.rebuild()
    make_editorial("Un", "<p>Un client attend.</p>")
    freshness.drain()
    assert not engine.condition().is_outdated and not any(differences())
    engine.rebuild()


@pytest.mark.parametrize("cut", ["finish", "take_place"])
def test_what_a_rebuild_that_was_cut_short_had_not_noted_is_taken_in_by_a_look(
    engine, cluster, make_editorial, monkeypatch, cut
):
    editorial = make_editorial("Avant", "<p>Un client attend.</p>")
    freshness.drain()
    done = getattr(rebuilding.succession, cut)

    def meanwhile(*given, check=rebuilding.check):
        check(*given)
        editorial.title = "Après"
        editorial.save()
        freshness.drain()

    def killed(*given):
        if cut == "take_place":
            done(*given)
        raise IndexAway("429")

    with monkeypatch.context() as patch:
        patch.setattr(rebuilding, "check", meanwhile)
        patch.setattr(rebuilding.succession, cut, killed)
        with pytest.raises(IndexAway):
            engine.rebuild()
    Stale.objects.all().delete()
    assert any(differences())
    watching.look()
    assert not any(differences())
    assert rebuilding.succession.UNMARKED not in cluster.index().about


def test_only_one_rebuilds(engine, cluster):
    with leases.held(cluster, rebuilding.LEASE) as is_ours:
        assert is_ours and engine.condition().rebuilding
        with pytest.raises(RebuildRunning):
            engine.rebuild()
    assert not engine.condition().rebuilding
    engine.rebuild()


def test_who_died_while_rebuilding_holds_up_nobody_for_long(engine, cluster):
    assert leases.take(cluster, rebuilding.LEASE, 0.3, "who died")
    assert not leases.take(cluster, rebuilding.LEASE, 10, "another")
    threading.Event().wait(0.4)
    assert leases.take(cluster, rebuilding.LEASE, 10, "another")
    leases.give_back(cluster, rebuilding.LEASE, "another")


def test_a_further_machine_takes_the_index_that_is_there(
    engine, cluster, make_editorial, settings, tmp_path
):
    make_editorial()
    engine.rebuild()
    index = cluster.index().editorials
    settings.DATA_DIR = settings.STATIC_ROOT = tmp_path
    call_command("prepare")
    assert cluster.index().editorials == index
    assert not (tmp_path / "indexed-by").exists()


def test_a_rebuild_is_not_asked_for_again_at_once(engine):
    assert engine.may_rebuild(60) and not engine.may_rebuild(60)


def test_a_rebuild_is_not_asked_for_while_one_goes_on(engine, cluster):
    with leases.held(cluster, rebuilding.LEASE):
        opensearch.ask("DELETE", f"{cluster.name}-leases/_doc/asked?refresh=true")
        assert not engine.may_rebuild(60)
    assert engine.may_rebuild(60)


def test_a_rebuild_cut_short_leaves_the_old_index_and_the_next_sweeps_up(
    engine, cluster, make_editorial, monkeypatch
):
    make_editorial("Un", "<p>Un client attend.</p>")
    freshness.drain()
    in_use = cluster.index()
    with monkeypatch.context() as patch:
        patch.setattr(rebuilding, "check", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            engine.rebuild()
    assert cluster.index() == in_use and engine.condition().editorials == 1
    engine.rebuild()
    kept = {
        name for name in opensearch.ask("GET", f"{cluster.name}-*/_alias") if "leases" not in name
    }
    assert kept == {in_use.editorials, in_use.words, *cluster.index()[:2]}


def test_what_is_saved_while_it_is_made_anew_is_in_the_new_one(engine, make_editorial, monkeypatch):
    before = make_editorial("Avant")
    gone = make_editorial("Parti")
    freshness.drain()

    def meanwhile(*given, check=rebuilding.check):
        check(*given)
        before.title = "Après"
        before.save()
        gone.delete()
        make_editorial("Neuf")
        freshness.drain()

    monkeypatch.setattr(rebuilding, "check", meanwhile)
    engine.rebuild()
    assert Stale.objects.exists()
    freshness.drain()
    assert not any(differences()) and engine.condition().editorials == 2
