// What was typed, as the units and conditions by which editorials are ranked and counted.
// `archive.search.engines.whoosh.answers.understanding`, over this index.

(function () {
  "use strict";

  var FIELDS_OF = { "": [0, 1, 2, 3, 4, 5], title: [0], text: [2, 1], author: [3], tag: [4], publication: [5] };
  var MOST_FORMS = 300; // of a beginning
  var letters = Portable.letters;

  async function understand(clauses) {
    var groups = await groupsOf(clauses), rules = Portable.rules.counts;
    groups = distinct(groups.slice(0, rules.MOST_WORDS));
    var opening = openings(clauses);
    function opens(group) { return group.every(function (word) { return opening.has(word.form); }); }
    var telling = groups.filter(function (group) {
      return !group.every(function (word) { return word.isFunction; }) && !opens(group);
    });
    var counting = await withDocuments(telling);
    if (!counting.length) {
      opening = civilities(clauses);
      telling = groups.filter(function (group) { return !opens(group); });
      counting = await withDocuments(telling);
    }
    await joinNeighbours(counting);
    var conditions = [];
    for (var clause of clauses) {
      if (clause.excluded || clause.ranks()) continue;
      for (var term of clause.terms) conditions = conditions.concat(await conditionsOf(term));
    }
    var units = counting.map(function (group) { return { meanings: group }; });
    var told = groups.filter(function (group) { return !opens(group); });
    var words = [].concat.apply([], told.concat(conditions.map(function (one) { return one.meanings || []; })));
    // Asking words that open a question rank a little, and nobody need have them.
    groups.forEach(function (group) {
      if (opens(group) && group.every(function (word) { return letters.has("asking", word.form); })) conditions.push({ meanings: group });
    });
    return { units: units, conditions: conditions, telling: telling.length, words: words, marked: markedPlaces(words, conditions) };
  }

  // The forms that only ask or lead to a name: `archive.search.mending.openings`.
  function openings(clauses) {
    var forms = asking(clauses);
    civilities(clauses).forEach(function (form) { forms.add(form); });
    return forms;
  }

  function asking(clauses) {
    var words = [], first = [];
    for (var clause of clauses) {
      if (clause.required || !clause.ranks() || clause.terms.length !== 1) break;
      var text = clause.terms[0].text;
      letters.singleTokens(text).forEach(function (token) { words.push({ form: token.form, text: text }); });
    }
    if (words.length && letters.has("englishInterrogatives", words[0].form)) {
      return formsOf(words.filter(function (word) {
        return (asks(word) || letters.has("englishFunctions", word.form)) && !letters.isAcronym(word.text);
      }));
    }
    words.every(function (word) {
      var isLittle = asks(word) || letters.isFunction(word.form);
      if (isLittle) first.push(word);
      return isLittle;
    });
    return isQuestion(first) ? formsOf(first.filter(asks)) : new Set();
  }

  function isQuestion(first) {
    if (!first.length) return false;
    var next = first.length > 1 ? first[1].form : "";
    if (letters.has("relatives", first[0].form) || (first[0].form === "est" && next === "ce")) return true;
    if (next && letters.has("inverted", next) && first[0].text.indexOf("-") >= 0) return true;
    return first.some(function (word) { return letters.has("interrogatives", word.form); });
  }

  // The forms of the civilities that lead to a name: `archive.search.mending.civilities`.
  function civilities(clauses) {
    var forms = new Set(), words = clauses.map(function (clause) {
      return clause.required || !clause.ranks() || clause.terms.length !== 1 ? "" : clause.terms[0].text;
    });
    words.forEach(function (word, place) {
      if (leads(word, words.slice(place + 1))) forms.add(word.toLowerCase().replace(/\.$/, ""));
    });
    return forms;
  }

  function leads(word, behind) {
    if (is("title", word)) return behind.length > 0 && is("name", behind[0]) && !letters.isAcronym(behind[0]);
    if (!is("civility", word)) return false;
    while (behind.length && is("particle", behind[0])) behind = behind.slice(1);
    if (!behind.length || is("civility", behind[0])) return false;
    return is("name", behind[0]) || (behind.length === 1 && is("small", behind[0]));
  }

  function is(name, word) {
    return new RegExp(Portable.rules.civilities[name]).test(word);
  }

  function asks(word) {
    return letters.has("asking", word.form);
  }

  function formsOf(words) {
    return new Set(words.map(function (word) { return word.form; }));
  }

  // The places of all forms that are marked in a text.
  function markedPlaces(words, conditions) {
    var slots = conditions.map(function (condition) { return condition.places || []; });
    words.forEach(function (word) { slots = slots.concat([word.forms], [].concat.apply([], word.also)); });
    return Array.from(new Set([].concat.apply([], slots)));
  }

  async function groupsOf(clauses) {
    var ranking = clauses.filter(function (clause) { return clause.ranks(); });
    var text = ranking.map(function (clause) {
      return clause.terms.map(function (term) { return term.text; }).join(" ");
    }).join(" ");
    var opening = openings(clauses);
    var dated = await datedForms(text), tells = !Portable.typed.isShouted(clauses), groups = [];
    for (var clause of ranking) {
      var meanings = [];
      for (var term of clause.terms) {
        for (var form of await typedForms(term.text, dated)) {
          var words = [await Portable.words.meaning(form)];
          if (dated.has(form)) words[0].dated = dated.get(form);
          else if (!term.also.length && !opening.has(form)) words = await mended(words[0]); // « center » is known with « call »
          if (tells) words = [await acronym(term, form, words[0])].concat(words.slice(1));
          for (var word of words) await readInto(word, term.also);
          meanings = meanings.concat(words);
        }
      }
      if (clause.terms.length > 1) groups.push(meanings);
      else meanings.forEach(function (word) { groups.push([word]); });
    }
    return groups;
  }

  // The forms of what was typed as one word: the parts of a compound are one where the archive has it.
  async function typedForms(text, dated) {
    var forms = [], compound = "";
    letters.tokenize(text).forEach(function (token) {
      if (token.span === 1) forms.push(token.form);
      else if (token.form.length > compound.length) compound = token.form;
    });
    if (!compound) return forms;
    if (/^\d+$/.test(compound) && dated && dated.has(compound)) return [compound];
    var isThere = (await Portable.words.spelled(letters.fold(compound))).length > 0;
    var covers = forms.every(function (form) { return letters.isFunction(form) || compound.indexOf(form) >= 0; });
    var isDated = dated && forms.some(function (form) { return dated.has(form); });
    return isThere && covers && !isDated ? [compound] : forms;
  }

  // {form: the editorials of the time or the issue that it is part of}
  async function datedForms(text) {
    var table = await Portable.ranking.table(), masks = new Map(), until = 0;
    function add(start, end, mask) {
      if (!mask.some(Boolean)) return false;
      letters.tokenize(text.slice(start, end)).forEach(function (token) {
        var other = masks.get(token.form);
        masks.set(token.form, other ? mask.map(function (is, doc) { return is | other[doc]; }) : mask);
      });
      return true;
    }
    Portable.times.find(text).forEach(function (time) {
      var ends = Portable.times.bounds(time.edtf), mask = new Uint8Array(table.size);
      if (!ends) return;
      for (var doc = 0; doc < table.size; doc++) {
        var isLate = !ends[0] || table.earliest[doc] >= ends[0], isSoon = !ends[1] || table.latest[doc] <= ends[1];
        mask[doc] = table.earliest[doc] && table.latest[doc] && isLate && isSoon ? 1 : 0;
      }
      add(time.start, time.end, mask);
    });
    var addresses = null;
    for (var mention of Portable.times.issues(text)) {
      if (mention.start < until) continue;
      addresses = addresses || (await Portable.reading.issues());
      var wanted = new Set();
      addresses.forEach(function (address, place) {
        var slug = address.split("/")[1];
        if (slug === mention.slug || Portable.times.isMeant(slug, mention.slug)) wanted.add(place);
      });
      var mask = new Uint8Array(table.size);
      for (var doc = 0; doc < table.size; doc++) mask[doc] = wanted.has(table.issue[doc]) ? 1 : 0;
      if (add(mention.start, mention.end, mask)) until = mention.end;
    }
    return masks;
  }

  // The word, or what is read for one that the archive does not know.
  async function mended(word) {
    if (word.isThere) return [word];
    if (word.forms.length && word.isListed) return [word];
    var candidates = await Portable.slips.repairs(word.form);
    var further = candidates.find(function (candidate) { return Portable.slips.isFurtherForm(candidate.text, word.form); });
    if (further) {
      var other = await Portable.words.meaning(further.text);
      return [Object.assign(word, { forms: other.forms, stem: other.stem })];
    }
    var better = candidates[0], words = [];
    if (!better) return [word];
    for (var token of letters.tokenize(better.text)) words.push(await Portable.words.meaning(token.form));
    var telling = words.filter(function (read) { return !read.isFunction; });
    if (telling.length) words = telling;
    words.forEach(function (read) {
      read.typed = word.form;
      read.readAs = better.text;
    });
    return words;
  }

  // What a form typed in capitals means: « SI » is none of the « si » in small letters.
  async function acronym(term, form, word) {
    if (!letters.isAcronym(term.text)) return word;
    if (!term.also.length && form.length >= 5 && word.isListed) return word;
    var place = await Portable.words.inCapitals(form);
    if (place < 0) return word;
    var own = await Portable.words.meaning(form);
    if (!own.isListed && !own.isFunction) return own;
    return Object.assign(own, { form: form.toUpperCase(), exact: [place], forms: [place], stem: "", isFunction: false, isThere: true });
  }

  async function readInto(word, also) {
    for (var text of also) {
      var slots = await slotsOf(text, true);
      if (!slots.length || !slots.every(function (slot) { return slot.length; })) continue;
      word.also.push(slots);
      word.alsoTexts.push(text);
    }
  }

  // The forms of each word of a phrase: in any form, or as it is printed, or to the letter.
  async function slotsOf(text, inflected, literal) {
    var slots = [], bare = text.toLowerCase().replace(/\./g, "");
    if (inflected && letters.isAcronym(text)) {
      var word = await Portable.words.meaning(bare);
      if (word.isFunction || word.isListed) {
        var place = await Portable.words.inCapitals(bare);
        return place < 0 ? [] : [[place]];
      }
    }
    for (var token of letters.singleTokens(text).slice(0, 32)) {
      var isFunction = letters.isFunction(token.form), alike = await Portable.words.spelled(letters.fold(token.form));
      if (literal) alike = alike.filter(function (other) { return other.form === token.form; });
      if (inflected && !isFunction && !literal) slots.push((await Portable.words.meaning(token.form)).forms);
      else slots.push(alike.map(function (other) { return other.place; }));
    }
    return slots;
  }

  // The groups of which an editorial has a word.
  async function withDocuments(groups) {
    var kept = [];
    for (var group of groups) {
      var isThere = group.some(function (word) { return word.forms.length || word.dated; });
      if (isThere || (group.some(hasOthers) && (await Portable.ranking.find({ meanings: group })).documents)) kept.push(group);
    }
    return kept;
    function hasOthers(word) { return word.also.length > 0; }
  }

  // « télé usine »: both words are also met by « téléusine ».
  async function joinNeighbours(groups) {
    for (var place = 0; place + 1 < groups.length; place++) {
      var left = groups[place], right = groups[place + 1];
      if (left.length !== 1 || right.length !== 1) continue;
      var joined = await Portable.words.spelled(letters.fold(left[0].form + right[0].form));
      if (!joined.length) continue;
      var places = joined.map(function (word) { return word.place; });
      left[0].forms = Portable.words.union([left[0].forms, places]);
      right[0].forms = Portable.words.union([right[0].forms, places]);
    }
  }

  function distinct(groups) {
    var met = new Map();
    groups.forEach(function (group) {
      var words = new Map(group.map(function (word) { return [word.form, word]; }));
      met.set(Array.from(words.keys()).join(" "), Array.from(words.values()));
    });
    return Array.from(met.values());
  }

  async function wordsOf(term) {
    var words = [];
    for (var form of await typedForms(term.text)) {
      var word = await Portable.words.meaning(form);
      if (term.literal) {
        var alike = (await Portable.words.spelled(letters.fold(form))).filter(function (one) { return one.form === form; });
        word.exact = word.forms = alike.map(function (one) { return one.place; });
        word.stem = "";
      }
      await readInto(word, term.also);
      words.push(word);
    }
    return words;
  }

  async function conditionsOf(term) {
    if (term.kind === "date" || Portable.typed.EXACT[term.field]) return [];
    var fields = FIELDS_OF[term.field];
    if (term.kind === "word") {
      return (await wordsOf(term)).map(function (word) { return { meanings: [word], fields: fields }; });
    }
    var unit = { hits: await hitsOf(term, fields), places: await placesOf(term) };
    if (term.kind === "phrase" && !term.literal) unit.printed = await printedIn(term, fields);
    return [unit];
  }

  // The places of the forms of a phrase, of a beginning or of a pattern.
  async function placesOf(term) {
    if (term.kind === "phrase") return [].concat.apply([], await slotsOf(term.text, true, term.literal));
    return (await beginnings(term)).map(function (word) { return word.place; });
  }

  // [hits of each field] of a phrase in any forms, of a beginning or of a pattern.
  async function hitsOf(term, fields, asPrinted) {
    var hits = [];
    if (term.kind === "phrase") {
      var slots = await slotsOf(term.text, !asPrinted, term.literal), runs = [];
      for (var slot of slots) runs.push(await Portable.words.all(slot));
      fields.forEach(function (field) { hits[field] = runs.length ? Portable.ranking.phrase(runs, field, term.slop + 1) : null; });
      return hits;
    }
    var places = (await beginnings(term)).map(function (word) { return word.place; });
    var all = await Portable.words.all(places);
    fields.forEach(function (field) {
      var counts = new Map();
      all.forEach(function (ofFields) {
        var run = ofFields[field];
        if (run) run.docs.forEach(function (doc, at) { counts.set(doc, (counts.get(doc) || 0) + run.counts[at]); });
      });
      hits[field] = counts.size ? counts : null;
    });
    return hits;
  }

  async function beginnings(term) {
    var pieces = letters.fold(term.text).split("*");
    var words = pieces[0] ? await Portable.words.beginning(pieces[0]) : await Portable.words.between("", "\ue000");
    words = words.filter(function (word) { return word.form[0] !== "\ue000"; });
    if (term.kind === "pattern") {
      var escaped = pieces.map(function (piece) { return piece.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"); });
      var pattern = new RegExp("^" + escaped.join(".*") + "$");
      words = words.filter(function (word) { return pattern.test(word.folded); });
    }
    words.forEach(Portable.words.told);
    return words.sort(function (one, other) { return other.uses - one.uses; }).slice(0, MOST_FORMS);
  }

  async function printedIn(term, fields) {
    var printed = new Set();
    (await hitsOf(term, fields, true)).forEach(function (hits) {
      if (hits) hits.forEach(function (_count, doc) { printed.add(doc); });
    });
    return printed;
  }

  Portable.understanding = { understand: understand, hitsOf: hitsOf, wordsOf: wordsOf, FIELDS_OF: FIELDS_OF };
})();
