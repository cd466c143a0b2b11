// A search: what was typed -> the editorials that answer it, best first.

(function () {
  "use strict";

  var NEAR = 5; // words between those of a phrase that is not there as it was typed
  var letters = Portable.letters;

  // Promises {hits: [{doc, score}], count, choices, words, loosened} for what was typed.
  async function ask(typed) {
    await Portable.begin();
    await Portable.ranking.table();
    var question = { clauses: Portable.typed.parse(typed), choices: [], sort: "relevance" };
    var read = await Portable.reading.withIntent(question);
    var answer = await answered(await Portable.reading.withEquivalents(read));
    if (!answer.count && read !== question) answer = await answered(await Portable.reading.withEquivalents(question));
    if (!answer.count) answer = await loosened(question, answer);
    return answer;
  }

  async function answered(question) {
    var table = await Portable.ranking.table(), size = table.size;
    var understood = await Portable.understanding.understand(question.clauses);
    var required = await requiredMask(question.clauses, size);
    var scored = await Portable.ranking.score(understood.units, understood.conditions);
    var rules = Portable.rules.counts, mask = new Uint8Array(size), telling = 0;
    for (var doc = 0; doc < size; doc++) telling += required[doc] && scored.shares[doc] >= rules.TELLING ? 1 : 0;
    for (doc = 0; doc < size; doc++) {
      if (!required[doc] || !isChosen(table, question.choices, doc)) continue;
      if (!understood.units.length) mask[doc] = understood.telling ? 0 : 1;
      else mask[doc] = telling >= rules.ENOUGH ? scored.shares[doc] >= rules.TELLING : scored.levels[doc] > 0;
    }
    Portable.ranking.demoteReprints(mask, scored.scores);
    var hits = [];
    mask.forEach(function (is, doc) { if (is) hits.push({ doc: doc, score: scored.scores[doc] }); });
    var isRanked = question.sort === "relevance" && understood.units.length + understood.conditions.length > 0 &&
      hits.some(function (hit) { return rank(hit) !== rank(hits[0]); });
    hits.sort(isRanked ? byScore : question.sort === "oldest" ? byAge : byYouth);
    function byScore(one, other) {
      return rank(other) - rank(one) || one.doc - other.doc;
    }
    // What differs by less than the site's own numbers can tell is equal.
    function rank(hit) {
      return Math.round(hit.score * 1e4);
    }
    function byAge(one, other) {
      return (table.earliest[one.doc] || Infinity) - (table.earliest[other.doc] || Infinity) || one.doc - other.doc;
    }
    function byYouth(one, other) {
      return table.earliest[other.doc] - table.earliest[one.doc] || other.doc - one.doc;
    }
    return {
      hits: hits, count: hits.length, choices: question.choices, readings: question.readings || [],
      words: understood.words, marked: understood.marked,
    };
  }

  // Whether an editorial is of what was chosen: magazines, authors, issues, times.
  function isChosen(table, choices, doc) {
    var facets = {};
    choices.forEach(function (choice) {
      var meets;
      if (choice.facet === "time") meets = mayBeOf(table, choice.bounds, doc);
      else if (choice.facet === "issue") meets = choice.places.indexOf(table.issue[doc]) >= 0;
      else if (choice.facet === "publication") meets = table.publication[doc] === choice.place;
      else meets = table[choice.facet][doc].indexOf(choice.place) >= 0;
      facets[choice.facet] = facets[choice.facet] || meets;
    });
    return Object.values(facets).every(Boolean);
  }

  function mayBeOf(table, ends, doc) {
    return table.earliest[doc] > 0 && (!ends[0] || table.latest[doc] >= ends[0]) && (!ends[1] || table.earliest[doc] <= ends[1]);
  }

  // What must be met

  async function requiredMask(clauses, size) {
    var mask = new Uint8Array(size).fill(1);
    for (var clause of clauses) {
      if (clause.ranks() && !clause.required) continue;
      var matching = new Uint8Array(size);
      for (var term of clause.terms) {
        var own = await matchingMask(term, size);
        own.forEach(function (is, doc) { if (is) matching[doc] = 1; });
      }
      mask.forEach(function (is, doc) { mask[doc] = is & (clause.excluded ? 1 - matching[doc] : matching[doc]); });
    }
    return mask;
  }

  async function matchingMask(term, size) {
    var mask = new Uint8Array(size), table = await Portable.ranking.table();
    if (term.kind === "date") {
      var ends = Portable.times.bounds(term.text);
      return mask.map(function (_is, doc) { return mayBeOf(table, ends, doc) ? 1 : 0; });
    }
    if (term.field === "issue") {
      var wanted = Portable.times.slug(term.text), addresses = await Portable.reading.issues();
      return mask.map(function (_is, doc) {
        var slug = table.issue[doc] >= 0 ? addresses[table.issue[doc]].split("/")[1] : "";
        return slug && (slug === wanted || slug.split("-").indexOf(wanted) >= 0) ? 1 : 0;
      });
    }
    if (term.field === "page") return mask;
    var understanding = Portable.understanding, fields = understanding.FIELDS_OF[term.field];
    if (term.kind !== "word") {
      (await understanding.hitsOf(term, fields)).forEach(function (hits) { if (hits) hits.forEach(function (_count, doc) { mask[doc] = 1; }); });
      return mask;
    }
    var words = await understanding.wordsOf(term);
    if (!words.length) return mask;
    mask.fill(1);
    for (var word of words) {
      var own = new Uint8Array(size), runs = await Portable.words.all(word.forms);
      fields.forEach(function (field) {
        runs.forEach(function (ofFields) { if (ofFields[field]) ofFields[field].docs.forEach(function (doc) { own[doc] = 1; }); });
      });
      own.forEach(function (is, doc) { mask[doc] &= is; });
    }
    return mask;
  }

  // What is nearest to a search that nothing answers: `archive.search.reading.loosening`, in short.
  async function loosened(question, unanswered) {
    var Term = Portable.typed.Term, Clause = Portable.typed.Clause;
    function changed(change) {
      return question.clauses.map(function (clause) {
        if (clause.isChoice()) return clause;
        return new Clause(clause.terms.map(change));
      });
    }
    var apart = changed(function (term) {
      if (term.kind !== "phrase" || term.slop >= NEAR) return term;
      return new Term(term.text, "phrase", term.field, NEAR);
    });
    var anywhere = changed(function (term) { return new Term(term.text, term.kind, "", term.slop, term.literal); });
    var bare = [];
    question.clauses.forEach(function (clause) {
      if (clause.isChoice()) {
        bare.push(clause);
        return;
      }
      clause.terms.forEach(function (term) {
        term.text.split(/[\s:]+/).forEach(function (word) {
          if (letters.singleTokens(word).length) bare.push(new Clause([new Term(word.replace(/\*/g, ""))]));
        });
      });
    });
    for (var clauses of [apart, anywhere, bare]) {
      var answer = await answered(await Portable.reading.withEquivalents(Object.assign({}, question, { clauses: clauses })));
      if (answer.count) return Object.assign(answer, { loosened: true });
    }
    return unanswered;
  }

  Portable.search = { ask: ask, isChosen: isChosen };
})();
