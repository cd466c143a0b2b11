// How well editorials answer typed words: `archive.search.engines.whoosh.answers.order.ranking`, over this index.
// A unit is {meanings} of words, or {hits} by field of a phrase or a beginning.

(function () {
  "use strict";

  var TITLE = 0, FIELDS = 7;
  var documents = null;

  // What is told of all editorials: arrays by their number.
  async function table() {
    if (documents) return documents;
    var lines = await Portable.allLines("documents", Portable.start.documents.length), size = lines.length;
    var fields = Portable.rules.fields.length, before = 0;
    var read = {
      size: size, ids: new Float64Array(size), titles: new Float32Array(size), earliest: new Int32Array(size),
      latest: new Int32Array(size), twins: new Int32Array(size), publication: new Int32Array(size),
      issue: new Int32Array(size), author: [], tag: [], norms: [],
    };
    var lengths = [];
    for (var field = 0; field < fields; field++) lengths.push(new Float32Array(size));
    lines.forEach(function (line, doc) {
      var reader = new Portable.Reader(line);
      read.ids[doc] = before += reader.signed();
      for (var field = 0; field < fields; field++) lengths[field][doc] = reader.number();
      read.titles[doc] = reader.number() / 100;
      read.earliest[doc] = reader.number();
      read.latest[doc] = reader.number();
      read.twins[doc] = reader.number();
      read.publication[doc] = reader.number() - 1;
      read.issue[doc] = reader.number() - 1;
      [read.author, read.tag].forEach(function (lists) {
        var list = new Array(reader.number());
        for (var place = 0; place < list.length; place++) list[place] = reader.number();
        lists.push(list);
      });
    });
    Portable.rules.weights.forEach(function (weight, field) {
      var k1 = weight[1], b = weight[2], average = Portable.start.lengths[field];
      read.norms.push(lengths[field].map(function (length) { return k1 * (1 - b + (b * length) / average); }));
    });
    documents = read;
    return read;
  }

  function idf(having) {
    return Math.log1p((Math.max(documents.size - having, 0) + 0.5) / (having + 0.5));
  }

  // Adds to `counts` how often any of some forms stands in each editorial's field, times a share.
  function count(runs, field, share, counts) {
    var added = false;
    runs.forEach(function (fields) {
      var run = fields[field];
      if (!run) return;
      added = true;
      for (var at = 0; at < run.docs.length; at++) counts[run.docs[at]] += run.counts[at] * share;
    });
    return added;
  }

  function addPoints(field, counts, boost, scores) {
    var weight = Portable.rules.weights[field], norm = documents.norms[field], factor = boost * weight[0] * (weight[1] + 1);
    for (var doc = 0; doc < counts.length; doc++) {
      if (counts[doc]) scores[doc] += (factor * counts[doc]) / (counts[doc] + norm[doc]);
    }
  }

  // Finds which editorials have a unit, and what it gives to each.
  async function find(unit) {
    var size = documents.size, rules = Portable.rules.counts, fields = unit.fields || [0, 1, 2, 3, 4, 5];
    unit.mask = new Uint8Array(size);
    unit.asking = 1;
    if (!unit.meanings) {
      unit.hits.forEach(function (counts) {
        if (counts) counts.forEach(function (number, doc) { if (number) unit.mask[doc] = 1; });
      });
    } else {
      var asking = unit.meanings.every(function (word) { return Portable.letters.has("asking", word.form); });
      if (asking) unit.asking = rules.ASKING;
      await gather(unit, fields);
      unit.meanings.forEach(function (word) {
        if (word.dated) word.dated.forEach(function (is, doc) { if (is) unit.mask[doc] = 1; });
      });
    }
    unit.documents = unit.mask.reduce(function (sum, is) { return sum + is; }, 0);
    unit.telling = idf(unit.documents) * unit.asking;
    return unit;
  }

  async function gather(unit, fields) {
    var size = documents.size, rules = Portable.rules.counts;
    unit.counted = [];
    for (var word of unit.meanings) {
      word.runs = await Portable.words.all(word.forms);
      word.exactRuns = await Portable.words.all(word.exact);
      var relatives = await Portable.words.relatives(word);
      word.derivedRuns = await Portable.words.all(relatives.derived);
      word.familyRuns = await Portable.words.all(relatives.family);
      for (var slots of word.also.concat(word.parts || [])) {
        for (var slot of slots) slot.runs = await Portable.words.all(slot);
      }
    }
    fields.forEach(function (field) {
      var counts = new Float32Array(size), any = false;
      unit.meanings.forEach(function (word) {
        any = count(word.runs, field, 1, counts) || any;
        word.also.forEach(function (slots) {
          any = together(slots, field, rules.READ_INTO, counts) || any;
        });
      });
      if (any) counts.forEach(function (number, doc) { if (number) unit.mask[doc] = 1; });
      unit.counted[field] = any ? counts : null;
    });
  }

  // The same of words read into a word: of a phrase, as often as it stands there.
  function together(slots, field, share, counts) {
    if (slots.length === 1) return count(slots[0].runs, field, share, counts);
    var hits = phrase(slots.map(function (slot) { return slot.runs; }), field, 1);
    if (!hits) return false;
    hits.forEach(function (number, doc) { counts[doc] += number * share; });
    return true;
  }

  function addWord(unit, dated, scores, titles) {
    var rules = Portable.rules.counts, fields = unit.fields || [0, 1, 2, 3, 4, 5], size = documents.size;
    unit.meanings.forEach(function (word) {
      if (word.dated) word.dated.forEach(function (is, doc) { if (is) scores[doc] += dated * unit.telling; });
    });
    var derivedTitles = new Float32Array(size);
    fields.forEach(function (field) {
      var counts = unit.counted[field] ? unit.counted[field].slice() : new Float32Array(size), any = unit.counted[field];
      unit.meanings.forEach(function (word) {
        any = count(word.derivedRuns, field, rules.DERIVED, counts) || any;
        any = count(word.familyRuns, field, rules.FAMILY, counts) || any;
        if (field === TITLE) count(word.derivedRuns, field, 1, derivedTitles);
      });
      if (any) addPoints(field, counts, unit.telling, scores);
      if (!unit.counted[field]) return;
      unit.meanings.forEach(function (word) {
        var exact = new Float32Array(size);
        if (!count(word.exactRuns, field, 1, exact)) return;
        var having = exact.reduce(function (sum, number) { return sum + (number > 0); }, 0);
        addPoints(field, exact, rules.EXACT * unit.asking * idf(having), scores);
      });
    });
    if (fields.indexOf(Portable.words.TEXT) >= 0) addEarly(unit, scores);
    if (fields.indexOf(TITLE) < 0) return;
    var hits = unit.counted[TITLE];
    for (var doc = 0; doc < size; doc++) {
      if (hits && hits[doc]) titles[doc] += unit.telling;
      else if (derivedTitles[doc]) titles[doc] += rules.DERIVED * unit.telling;
    }
  }

  function addEarly(unit, scores) {
    var rules = Portable.rules.counts;
    unit.meanings.forEach(function (word) {
      var early = new Set();
      word.runs.forEach(function (fields) {
        var run = fields[Portable.words.TEXT];
        if (!run) return;
        for (var at = 0; at < run.docs.length; at++) {
          if (run.places[run.starts[at]] < rules.EARLY_WORDS) early.add(run.docs[at]);
        }
      });
      early.forEach(function (doc) { scores[doc] += rules.EARLY * unit.telling; });
    });
  }

  // Where words stand

  // {editorial: ascending places} of any of some forms in a field, of those in a mask (all without one).
  function placesOf(runs, field, mask) {
    var places = new Map();
    runs.forEach(function (fields) {
      var run = fields[field];
      if (!run) return;
      for (var at = 0; at < run.docs.length; at++) {
        var doc = run.docs[at];
        if (mask && !mask[doc]) continue;
        var own = run.places.slice(run.starts[at], run.starts[at] + run.counts[at]), others = places.get(doc);
        places.set(doc, others ? others.concat(own).sort(ascending) : own);
      }
    });
    return places;
  }

  function ascending(one, other) {
    return one - other;
  }

  // {editorial: how often the words of the slots follow each other}, each within `slop` places of the one before.
  function phrase(runs, field, slop) {
    var slots = runs.map(function (forms) { return placesOf(forms, field); });
    return inOrder(slots, slop);
  }

  function inOrder(slots, slop) {
    var found = new Map();
    slots[0].forEach(function (first, doc) {
      var ends = first;
      for (var number = 1; number < slots.length && ends.length; number++) {
        var next = slots[number].get(doc) || [], reached = [], at = 0;
        next.forEach(function (place) {
          while (at < ends.length && ends[at] < place - slop) at++;
          if (at < ends.length && ends[at] < place) reached.push(place);
        });
        ends = reached;
      }
      if (ends.length) found.set(doc, ends.length);
    });
    return found.size ? found : null;
  }

  // {editorial: how many places of the first slot have one of each other slot within a distance}.
  function near(slots, distance) {
    var found = new Map();
    slots[0].forEach(function (first, doc) {
      var places = first;
      for (var number = 1; number < slots.length && places.length; number++) {
        var others = slots[number].get(doc) || [], at = 0, kept = [];
        for (var place of places) {
          while (at < others.length && others[at] < place - distance) at++;
          if (at < others.length && others[at] <= place + distance) kept.push(place);
        }
        places = kept;
      }
      if (places.length) found.set(doc, places.length);
    });
    return found;
  }

  // In how many texts one form directly follows another.
  async function follow(left, right) {
    var words = [];
    for (var form of [left, right]) {
      var alike = await Portable.words.spelled(Portable.letters.fold(form));
      words.push(await Portable.words.all(alike.filter(same).map(function (word) { return word.place; })));
    }
    function same(word) { return word.form === form; }
    var hits = phrase(words, Portable.words.TEXT, 1);
    return hits ? hits.size : 0;
  }

  function runsOf(unit) {
    return [].concat.apply([], unit.meanings.map(function (word) { return word.runs; }));
  }

  function addHits(field, hits, boost, scores) {
    var weight = Portable.rules.weights[field], norm = documents.norms[field], factor = boost * weight[0] * (weight[1] + 1);
    hits.forEach(function (number, doc) { scores[doc] += (factor * number) / (number + norm[doc]); });
  }

  function both(one, other) {
    return one.map(function (is, doc) { return is & other[doc]; });
  }

  function addNeighbours(units, scores) {
    var rules = Portable.rules.counts;
    for (var number = 0; number + 1 < units.length; number++) {
      var left = units[number], right = units[number + 1], mask = both(left.mask, right.mask);
      var telling = idf(left.documents) + idf(right.documents);
      [TITLE, Portable.words.TEXT].forEach(function (field) {
        var slots = [left, right].map(function (unit) { return placesOf(runsOf(unit), field, mask); });
        addHits(field, near(slots, rules.NEIGHBOUR_DISTANCE), rules.NEIGHBOURS * telling, scores);
      });
    }
  }

  // Raises what has all words of a short query together: in a sentence, and in their order.
  function addTogether(units, scores) {
    var rules = Portable.rules.counts;
    var words = units.filter(function (unit) { return unit.asking === 1; });
    if (words.length < rules.SHORTEST_QUERY || words.length > rules.LONGEST_QUERY) return;
    var mask = words.map(function (unit) { return unit.mask; }).reduce(both);
    var telling = words.reduce(function (sum, unit) { return sum + unit.telling; }, 0), best = new Map();
    function raise(doc, amount) { best.set(doc, Math.max(best.get(doc) || 0, amount)); }
    for (var field = 0; field < FIELDS; field++) {
      var weight = Portable.rules.together[field];
      if (!weight) continue;
      var slots = words.map(function (unit) { return placesOf(runsOf(unit), field, mask); });
      near(slots, rules.SENTENCE).forEach(function (_count, doc) { raise(doc, weight * rules.SENTENCE_SHARE * telling); });
      var row = inOrder(slots, rules.ROW);
      if (row) row.forEach(function (_count, doc) { raise(doc, weight * (rules.SENTENCE_SHARE + rules.ROW_SHARE) * telling); });
    }
    best.forEach(function (amount, doc) { scores[doc] += amount; });
  }

  function addCondition(unit, scores, titles) {
    if (unit.meanings) {
      addWord(unit, Portable.rules.counts.DATED, scores, titles);
      return;
    }
    unit.hits.forEach(function (hits, field) {
      if (!hits || field >= Portable.rules.fields.length) return;
      addHits(field, hits, unit.telling, scores);
      if (field === TITLE) hits.forEach(function (_number, doc) { titles[doc] += unit.telling; });
    });
  }

  function addTitleShare(titles, scores) {
    var rules = Portable.rules.counts;
    for (var doc = 0; doc < titles.length; doc++) {
      if (!titles[doc]) continue;
      var share = titles[doc] / Math.max(documents.titles[doc], rules.LEAST_TITLE);
      scores[doc] += rules.TITLE_SHARE * titles[doc] * Math.min(share, 1);
    }
  }

  // Scores of all editorials, and how much of what was typed each has: {scores, levels, shares}.
  async function score(units, conditions) {
    var rules = Portable.rules.counts, size = documents.size;
    var scores = new Float64Array(size), titles = new Float64Array(size);
    var levels = new Uint8Array(size), shares = new Float64Array(size), whole = 0;
    for (var unit of units.concat(conditions)) await find(unit);
    function isDated(unit) { return unit.meanings.some(function (word) { return word.dated; }); }
    function leads(unit) { return unit.meanings.every(function (word) { return Portable.letters.isLeading(word.form); }); }
    var alone = units.every(function (unit) { return isDated(unit) || leads(unit); });
    units.forEach(function (unit) {
      whole += unit.telling;
      unit.mask.forEach(function (is, doc) {
        if (!is) return;
        levels[doc]++;
        shares[doc] += unit.telling;
      });
      addWord(unit, alone ? rules.DATED_ALONE : rules.DATED, scores, titles);
    });
    conditions.forEach(function (condition) { addCondition(condition, scores, titles); });
    if (units.length > 1) {
      addNeighbours(units, scores);
      addTogether(units, scores);
    }
    addTitleShare(titles, scores);
    if (units.length > 1) {
      var dated = units.filter(isDated), beside = dated.length && dated.length < units.length;
      for (var doc = 0; doc < size; doc++) {
        if (levels[doc] !== units.length) continue;
        scores[doc] *= 1 + rules.ALL_WORDS;
        var isOfIt = beside && dated.some(function (unit) {
          return unit.meanings.some(function (word) { return word.dated && word.dated[doc]; });
        });
        if (isOfIt) scores[doc] *= 1 + rules.DATED_BESIDE;
      }
    }
    conditions.forEach(function (condition) {
      if (!condition.printed || !condition.printed.size) return;
      var above = scores.reduce(function (most, score) { return Math.max(most, score); }, 0) + 1;
      condition.printed.forEach(function (doc) { scores[doc] += above; });
    });
    shares.forEach(function (share, doc) { shares[doc] = share / (whole || 1); });
    return { scores: scores, levels: levels, shares: shares };
  }

  // Lets one of the editorials of one title and text keep its score: the best, of equals the first entered.
  function demoteReprints(mask, scores) {
    var best = new Map();
    documents.twins.forEach(function (twin, doc) {
      if (!twin || !mask[doc]) return;
      var other = best.get(twin);
      if (other === undefined || scores[doc] > scores[other]) best.set(twin, doc);
    });
    documents.twins.forEach(function (twin, doc) {
      if (twin && mask[doc] && best.get(twin) !== doc) scores[doc] *= Portable.rules.counts.REPRINT;
    });
  }

  Portable.ranking = { table: table, score: score, find: find, phrase: phrase, follow: follow, demoteReprints: demoteReprints };
})();
