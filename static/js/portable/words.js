// What typed words mean in this archive, and where their forms stand: the dictionary and the postings.

(function () {
  "use strict";

  var IS_FUNCTION = 1, IS_LISTED = 2, IS_NAME = 4;
  var FIELDS = 7, TEXT = 2;
  var LAST = "\uffff";
  var letters = Portable.letters;
  var files = {}, runs = {}, meanings = {};

  // The words of one file: [{form, folded, place, told}], in the order of their letters.
  async function wordsOf(name, number, first) {
    var file = name + number;
    if (!files[file]) {
      var before = "";
      files[file] = (await Portable.lines(name, number)).map(function (line, place) {
        var space = line.indexOf(" "), shared = new Portable.Reader(line).number();
        var form = before.slice(0, shared) + line.slice(1, space);
        before = form;
        return { form: form, folded: letters.fold(form), place: first + place, told: line.slice(space + 1) };
      });
    }
    return files[file];
  }

  // The words from one beginning to another, of the archive's own ("words") or of French ("french").
  async function between(name, openings, firsts, from, to) {
    var found = [];
    for (var number = 0; number < openings.length; number++) {
      if (openings[number] > to) break;
      if (number + 1 < openings.length && openings[number + 1] < from) continue;
      var words = await wordsOf(name, number, firsts ? firsts[number] : 0);
      var at = lowest(words, from);
      while (at < words.length && words[at].folded <= to) found.push(words[at++]);
    }
    return found;
  }

  function lowest(words, folded) {
    var low = 0, high = words.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (words[middle].folded < folded) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The archive's word of a place.
  async function at(place) {
    var firsts = Portable.start.words, number = Portable.lastUpTo(firsts, place);
    return (await wordsOf("words", number, firsts[number]))[place - firsts[number]];
  }

  function own(from, to) {
    return between("words", Portable.start.openings, Portable.start.words, from, to);
  }

  // The archive's words that are spelled so, accents aside.
  function spelled(folded) {
    return own(folded, folded);
  }

  // The archive's words that begin so, accents aside.
  function beginning(folded) {
    return own(folded, folded + LAST);
  }

  // Reads what is told of a word: uses, signs, stem, and by their places the forms that count as it.
  function told(word) {
    if (word.uses !== undefined) return word;
    var reader = new Portable.Reader(word.told);
    word.uses = reader.number();
    var signs = reader.number(), kept = reader.number();
    word.isFunction = Boolean(signs & IS_FUNCTION);
    word.isListed = Boolean(signs & IS_LISTED);
    word.isName = Boolean(signs & IS_NAME);
    word.exact = reader.near(word.place);
    word.forms = reader.near(word.place);
    if (!word.exact.length) word.exact = [word.place];
    if (!word.forms.length) word.forms = word.exact;
    word.stem = kept ? word.folded.slice(0, kept - 1) + word.told.slice(reader.at + 1) : "";
    return word;
  }

  // Promises what a form means: {typed, form, exact, forms, stem, isFunction, isListed, also, readAs}.
  function meaning(form) {
    if (!meanings[form]) meanings[form] = meant(form);
    return meanings[form].then(function (kept) { return Object.assign({}, kept, { also: [], alsoTexts: [] }); });
  }

  async function meant(form) {
    var folded = letters.fold(form), alike = (await spelled(folded)).map(told);
    var word = alike.find(function (one) { return one.form === form; });
    var result = { typed: form, form: form, readAs: "", dated: null, isFunction: letters.isFunction(form) };
    if (word && word.uses) {
      return Object.assign(result, {
        exact: word.exact, forms: word.forms, stem: word.stem, isListed: word.isListed, uses: word.uses, isThere: true,
      });
    }
    // Not as it was typed: as those that differ from it by accents alone, else by what French says.
    var others = alike.filter(function (one) { return one.uses; });
    if (others.length) {
      return Object.assign(result, {
        exact: others.map(function (one) { return one.place; }), forms: union(others.map(function (one) { return one.forms; })),
        stem: others[0].stem, isListed: false, uses: 0, isThere: true,
      });
    }
    var french = (await between("french", Portable.start.french, null, folded, folded));
    var listed = french.filter(function (one) { return one.form === form; });
    if (!listed.length) listed = french;
    var forms = union(listed.map(function (one) { return new Portable.Reader(one.told).near(0); }));
    var stem = forms.length ? told(await at(forms[0])).stem : "";
    return Object.assign(result, { exact: [], forms: forms, stem: stem, isListed: listed.length > 0, uses: 0, isThere: false });
  }

  function union(lists) {
    return Array.from(new Set([].concat.apply([], lists))).sort(function (one, other) { return one - other; });
  }

  // The words of the same stem, and those of the same family, that do not count as a word.
  async function relatives(word) {
    var derived = [], family = [], stem = word.stem;
    if (!stem) return { derived: derived, family: family };
    var length = Portable.rules.family, first = stem.slice(0, length), forms = new Set(word.forms);
    (await beginning(first)).forEach(function (other) {
      told(other);
      if (!other.stem || forms.has(other.place)) return;
      if (other.stem === stem) derived.push(other.place);
      else if (stem.length >= length && other.stem.slice(0, length) === first) family.push(other.place);
    });
    return { derived: derived, family: family };
  }

  // Where the form of a place stands: of each field {docs, counts, starts, places} or null.
  function postings(place) {
    if (!runs[place]) {
      runs[place] = Portable.line("postings", Portable.start.postings, place).then(function (line) {
        var reader = new Portable.Reader(line), fields = [];
        for (var field = 0; field < FIELDS; field++) fields.push(run(reader));
        return fields;
      });
    }
    return runs[place];
  }

  function run(reader) {
    var size = reader.number();
    if (!size) return null;
    var docs = new Int32Array(size), counts = new Int32Array(size), starts = new Int32Array(size), places = [], doc = 0;
    for (var at = 0; at < size; at++) {
      docs[at] = doc += reader.number();
      counts[at] = reader.number();
      starts[at] = places.length;
      for (var count = counts[at], position = 0; count; count--) places.push((position += reader.number()));
    }
    return { docs: docs, counts: counts, starts: starts, places: places };
  }

  // Promises the postings of several forms.
  function all(places) {
    return Promise.all(places.map(postings));
  }

  // The place of a term that says how a form is written: « SI » in capitals; -1 where no text has it.
  async function inCapitals(form) {
    var term = "\ue000" + form.toUpperCase(), folded = letters.fold(term);
    var word = (await own(folded, folded)).find(function (one) { return one.form === term; });
    return word ? word.place : -1;
  }

  // In how many texts these very forms are.
  async function inTexts(forms) {
    var count = 0;
    for (var form of forms) {
      var word = (await spelled(letters.fold(form))).find(function (one) { return one.form === form; });
      var fields = word && (await postings(word.place));
      if (fields && fields[TEXT]) count += fields[TEXT].docs.length;
    }
    return count;
  }

  Portable.words = {
    meaning: meaning, relatives: relatives, postings: postings, all: all, spelled: spelled, beginning: beginning,
    between: own, at: at, told: told, union: union, inCapitals: inCapitals, inTexts: inTexts, FIELDS: FIELDS, TEXT: TEXT,
  };
})();
