"""The desk's table of contents: an example above each dynamic address."""

from django.urls import URLPattern, path

from archive.views.desk import (
    authorities,
    board,
    captures,
    corrections,
    curating,
    doubts,
    history,
    import_items,
    import_rules,
    imports,
    likenesses,
    manuscripts,
    missing_tags,
    newsletters,
    pasting,
    proposals,
    provenance,
    references,
    requests,
    retagging,
    returning,
    saved_lists,
    scans,
    schedules,
    searches,
    selection,
    settling,
    sheets,
    steering,
    steering_files,
    table_columns,
    tagging,
    transfers,
    trash,
    twins,
    versions,
    vocabulary,
    work,
    writing,
)
from archive.views.desk import issues as desk_issues
from archive.views.desk import letters as desk_letters

# Which of two kinds of authorities an address is of.
MAGAZINES = {"kind": authorities.PUBLICATIONS}
PEOPLE = {"kind": authorities.AUTHORS}

addresses: list[URLPattern] = [
    path("desk/", board.board, name="desk"),
    # /desk/todo/untagged/?publication=en-contact
    path("desk/todo/<slug:name>/", board.worklist, name="worklist"),
    # /desk/lists/?tag=formation /desk/lists/?list=untagged&year=2001
    path("desk/lists/", saved_lists.saved_lists, name="saved_lists"),
    # /desk/lists/3/
    path("desk/lists/<int:number>/", saved_lists.saved_list, name="saved_list"),
    path("desk/manuscripts/", manuscripts.manuscripts, name="manuscripts"),
    path("desk/schedule/", schedules.schedules, name="schedules"),
    path("desk/work/", work.work, name="work"),
    path("desk/trash/", trash.contents, name="trash"),
    path("desk/tagging/", tagging.begin, name="tag_begin"),
    # /desk/tagging/complete?q=form
    path("desk/tagging/complete", tagging.complete, name="tag_complete"),
    # /desk/tagging/12/?list=untagged
    path("desk/tagging/<int:number>/", tagging.of_editorial, name="tag_editorial"),
    # /desk/vocabulary.csv /desk/vocabulary.rdf
    path("desk/vocabulary.<slug:ending>", vocabulary.export_file, name="desk_vocabulary"),
    path("desk/vocabulary/import/", vocabulary.import_file, name="desk_tags_import"),
    # /desk/vocabulary/twins/?after=3
    path("desk/vocabulary/twins/", twins.triage, name="desk_twins"),
    path("desk/vocabulary/tree/", vocabulary.tree, name="desk_tag_tree"),
    # /desk/tags/?once
    path("desk/tags/", vocabulary.tags, name="desk_tags"),
    # /desk/tags/formation/
    path("desk/tags/<slug:slug>/", vocabulary.tag, name="desk_tag"),
    # /desk/tags/formation/missing/
    path("desk/tags/<slug:slug>/missing/", missing_tags.missing, name="desk_tag_missing"),
    # /desk/tags/formation/merge/?into=Apprentissage
    path("desk/tags/<slug:slug>/merge/", retagging.merge, name="desk_tag_merge"),
    # /desk/tags/formation/split/?keep=3&keep=7&name=Apprentissage&preview=1
    path("desk/tags/<slug:slug>/split/", retagging.split, name="desk_tag_split"),
    path("desk/tags/<slug:slug>/delete/", retagging.delete, name="desk_tag_delete"),
    # /desk/people/?like=octo
    path("desk/people/", sheets.sheets, name="desk_sheets"),
    # /desk/people/octophone/
    path("desk/people/<slug:slug>/", sheets.sheet, name="desk_sheet"),
    # /desk/publications/?like=lib
    path("desk/publications/", authorities.authorities, MAGAZINES, name="desk_publications"),
    # /desk/publications/decroche/
    path(
        "desk/publications/<slug:slug>/", authorities.authority, MAGAZINES, name="desk_publication"
    ),
    # /desk/publications/decroche/merge/?into=Raccroché
    path(
        "desk/publications/<slug:slug>/merge/",
        transfers.merge,
        MAGAZINES,
        name="desk_publication_merge",
    ),
    # /desk/publications/decroche/split/?since=1998&until=2004&all=1&name=Raccroché&preview=1
    path(
        "desk/publications/<slug:slug>/split/",
        transfers.split,
        MAGAZINES,
        name="desk_publication_split",
    ),
    # /desk/publications/decroche/issues/
    path("desk/publications/<slug:slug>/issues/", desk_issues.issues, name="desk_issues"),
    # /desk/publications/decroche/issue/?number=36
    path("desk/publications/<slug:slug>/issue/", desk_issues.issue, name="desk_issue"),
    # /desk/authors/?like=dup
    path("desk/authors/", authorities.authorities, PEOPLE, name="desk_authors"),
    # /desk/authors/jean-dupont/
    path("desk/authors/<slug:slug>/", authorities.authority, PEOPLE, name="desk_author"),
    # /desk/authors/j-dupont/merge/?into=Jean+Dupont
    path("desk/authors/<slug:slug>/merge/", transfers.merge, PEOPLE, name="desk_author_merge"),
    # /desk/authors/jean-dupont/split/?printed=J.+Dupont&all=1&name=Jules+Dupont&preview=1
    path("desk/authors/<slug:slug>/split/", transfers.split, PEOPLE, name="desk_author_split"),
    path("desk/likenesses/", likenesses.likenesses, name="likenesses"),
    # /desk/likenesses/3/
    path("desk/likenesses/<int:number>/", likenesses.likeness, name="likeness"),
    # /desk/references/?state=open&publication=decroche
    path("desk/references/", references.references, name="desk_references"),
    path("desk/references/<int:number>/", references.settle, name="settle_reference"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    # /desk/proposals/3/
    path("desk/proposals/<int:number>/", proposals.proposal, name="proposal"),
    # /desk/letters/?state=refused
    path("desk/letters/", desk_letters.letters, name="desk_letters"),
    # /desk/letters/3/
    path("desk/letters/<int:number>/", desk_letters.letter, name="desk_letter"),
    path("desk/doubts/", doubts.begin, name="doubts_begin"),
    # /desk/doubts/together/?kind=date:guess&import=3
    path("desk/doubts/together/", settling.together, name="doubts_together"),
    # /desk/doubts/12/
    path("desk/doubts/<int:number>/", doubts.of_editorial, name="doubts"),
    # /desk/editorials/12/
    path("desk/editorials/<int:number>/", corrections.correct, name="correct"),
    # /desk/editorials/new/?manuscript=3
    path("desk/editorials/new/", writing.new, name="write"),
    # /desk/editorials/12/write/
    path("desk/editorials/<int:number>/write/", writing.existing, name="rewrite"),
    # /desk/editorials/12/schedule/
    path("desk/editorials/<int:number>/schedule/", schedules.of_editorial, name="schedule"),
    # /desk/editorials/12/trash/
    path("desk/editorials/<int:number>/trash/", trash.discard, name="discard"),
    # /desk/editorials/12/versions/?from=7&to=9
    path("desk/editorials/<int:number>/versions/", versions.compare, name="versions"),
    path("desk/editorials/paste", pasting.paste, name="paste"),
    # /desk/date?q=12 fév 2001
    path("desk/date", corrections.date, name="read_date"),
    # /desk/selection/?tag=formation&without=3,7&set-add=accueil&preview=1
    path("desk/selection/", selection.selection, name="selection"),
    # /desk/selection.csv?tag=formation&without=3
    path("desk/selection.csv", returning.table, name="selection_table"),
    path("desk/selection/returned/", returning.returned, name="selection_returned"),
    # /desk/selection/into/?tag=formation&without=3 /desk/selection/into/?editorial=12
    path("desk/selection/into/", curating.into, name="selection_into"),
    path("desk/selections/", curating.selections, name="desk_selections"),
    # /desk/selections/trente-ans-d-accueil/
    path("desk/selections/<slug:slug>/", curating.selection, name="desk_selection"),
    path("desk/operations/", history.operations, name="operations"),
    # /feeds/operations/?key=…: by the key rather than by who is logged in
    path("feeds/operations/", history.feed, name="operations_feed"),
    # /desk/operations/7/
    path("desk/operations/<int:number>/", history.operation, name="operation"),
    # /desk/editorials/12/history/
    path("desk/editorials/<int:number>/history/", history.of_editorial, name="editorial_history"),
    path("desk/imports/", imports.imports, name="imports"),
    # /desk/imports/3/
    path("desk/imports/<int:number>/", imports.event, name="import"),
    # /desk/imports/rules/?rule=2
    path("desk/imports/rules/", import_rules.rules, name="import_rules"),
    # /desk/imports/sent/4/
    path("desk/imports/sent/<int:number>/", imports.upload, name="upload"),
    # /desk/imports/sent/4/columns/?table=9f86d081884c7d65
    path("desk/imports/sent/<int:number>/columns/", table_columns.columns, name="columns"),
    # /desk/imports/sent/4/12/
    path("desk/imports/sent/<int:number>/<int:place>/", import_items.item, name="upload_item"),
    # /desk/editorials/12/provenance/?capture=7&again=1
    path("desk/editorials/<int:number>/provenance/", provenance.provenance, name="provenance"),
    # /desk/search/?list=pins
    path("desk/search/", steering.lists, name="steering"),
    path("desk/search/equivalents.csv", steering_files.export_file, name="equivalents_csv"),
    path("desk/search/import/", steering_files.import_file, name="equivalents_import"),
    path("desk/searches/", searches.searches, name="searches"),
    # /desk/newsletters/?tag=formation
    path("desk/newsletters/", newsletters.newsletters, name="newsletters"),
    # /desk/requests/?page=2
    path("desk/requests/", requests.granted, name="requests"),
    # /desk/captures/7/
    path("desk/captures/<int:number>/", captures.capture, name="capture"),
    # /desk/captures/12/pages/3.jpg
    path("desk/captures/<int:number>/pages/<int:page>.jpg", scans.page, name="capture_page"),
]
