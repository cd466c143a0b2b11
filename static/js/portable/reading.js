// What is read into a search: names of the archive beside a time or an issue, and words that count as others.
// `archive.search.reading.intent`, `names` and `equivalents`, over the tables that come with the index.

(function () {
  "use strict";

  var BREAK = " ; ", LONGEST_NAME = 8, MOST_WORDS = 24, MOST_TEXTS = 3, MOST_BESIDE_A_NUMBER = 6;
  var EDGE = /^[^\p{L}\p{N}_#]*(?:(?:[cdjlmnst]|qu)['’](?=[\p{L}\p{N}_]))?/iu;
  var PUNCTUATION = /[.,:;!?)»'"]+$/;
  var FACETS = { p: "publication", a: "author", t: "tag" };
  var ORDER = "pat"; // of one length a magazine is read first, then an author
  var letters = Portable.letters;
  var lists = {};

  function overlaps(one, other) {
    return one.start < other.end && other.start < one.end;
  }

  function holds(one, other) {
    return one.start <= other.start && other.end <= one.end;
  }

  // Promises the lines of a facet: [{slug, name}].
  async function list(facet) {
    if (!lists[facet]) {
      var lines = await Portable.allLines(facet + "s", Portable.start.facets[facet]);
      lists[facet] = lines.map(function (line) {
        var tab = line.indexOf("\t");
        return { slug: line.slice(0, tab), name: line.slice(tab + 1) };
      });
    }
    return lists[facet];
  }

  async function issues() {
    if (!lists.issue) lists.issue = await Portable.allLines("issues", Portable.start.issues);
    return lists.issue;
  }

  // The clauses that may name something, as one text in which each has its place.
  function textOf(clauses) {
    var text = "", places = [];
    clauses.forEach(function (clause) {
      var term = clause.terms[0];
      var names = !clause.excluded && clause.terms.length === 1 && !term.field && !term.literal && !term.slop &&
        (term.kind === "word" || term.kind === "phrase");
      if (!names) {
        text += BREAK;
        return;
      }
      text += term.kind === "phrase" ? BREAK : " ";
      var start = text.length;
      text += term.text;
      var first = start + EDGE.exec(term.text)[0].length, last = start + term.text.replace(PUNCTUATION, "").length;
      places.push({ start: first, end: Math.max(first, last), clause: clause });
      if (term.kind === "phrase") text += BREAK;
    });
    return { text: text, places: places };
  }

  function isWhole(places, span) {
    return places.every(function (place) { return holds(span, place) || !overlaps(span, place); });
  }

  // All words and runs of words that a name may be: {start, end, folded}.
  function runsOf(text) {
    var runs = [], at = 0, count = 0;
    text.split(BREAK).forEach(function (part) {
      var group = [];
      for (var match of part.matchAll(/[\p{L}\p{N}]+/gu)) {
        if (count++ < MOST_WORDS) {
          group.push({ start: at + match.index, end: at + match.index + match[0].length, folded: letters.fold(match[0]) });
        }
      }
      group.forEach(function (word, first) {
        for (var last = first; last < Math.min(first + LONGEST_NAME, group.length); last++) {
          runs.push({
            start: word.start, end: group[last].end,
            folded: group.slice(first, last + 1).map(function (one) { return one.folded; }),
          });
        }
      });
      at += part.length + BREAK.length;
    });
    return runs;
  }

  // What runs of words name, the longest first: {facet, place, label, start, end, isWhole, words}.
  async function namesIn(runs) {
    var found = [];
    for (var run of runs) {
      var words = run.folded, telling = words.filter(function (word) { return !letters.isLittle(word); });
      if (!telling.length && words.length > 1) continue;
      var bare = words.length > 1 && letters.has("articles", words[0]) ? words.slice(1) : words, met = new Set();
      for (var key of [bare.join(" "), words.join("")]) await take(run, telling, key, true, met, found);
      await take(run, telling, "^" + words.join(" "), false, met, found);
    }
    found.sort(function (one, other) {
      return other.isWhole - one.isWhole || other.end - other.start - (one.end - one.start) ||
        ORDER.indexOf(one.facet[0]) - ORDER.indexOf(other.facet[0]);
    });
    return found;
  }

  async function take(run, telling, key, isWhole, met, found) {
    for (var choice of ((await Portable.lookUp("names", key)) || "").split(" ").filter(Boolean)) {
      if (met.has(choice)) continue;
      met.add(choice);
      var facet = FACETS[choice[0]], place = Number(choice.slice(1)), label = (await list(facet))[place].name;
      if (facet !== "publication" && !telling.length) continue;
      found.push({ facet: facet, place: place, label: label, start: run.start, end: run.end, isWhole: isWhole, words: telling });
    }
  }

  // Which of the names are surely meant beside the times, issues and orders of a plan.
  async function sureNames(plan, names) {
    var groups = [];
    names.forEach(function (name) {
      if (!isFree(plan, name)) return;
      var group = groups.find(function (other) { return other[0].start === name.start && other[0].end === name.end; });
      if (group) group.push(name);
      else if (!groups.some(function (other) { return overlaps(other[0], name); })) groups.push([name]);
    });
    var wholes = groups.map(whole).filter(function (group) { return group.length; });
    var isAll = !left(plan, wholes.map(function (group) { return group[0]; }).concat(plan.beside)).length;
    var sure = [];
    for (var group of groups) {
      var meant = whole(group), magazines = meant.filter(function (name) { return name.facet === "publication"; });
      if (isAll && magazines.length === 1) meant = magazines;
      if (meant.length !== 1) continue;
      var name = meant[0], isBeside = plan.beside.some(function (span) { return !overlaps(span, name); });
      if (isBeside && !(await isCommon(plan, name, isAll))) sure.push(name);
    }
    return sure;
  }

  function whole(group) {
    return group.filter(function (name) { return name.isWhole && name.facet !== "tag"; });
  }

  function isFree(plan, name) {
    for (var time of plan.times) {
      if (!overlaps(name, time)) continue;
      var isSame = name.start === time.start && name.end === time.end;
      if (!(holds(name, time) && !isSame) && (name.facet !== "publication" || !isSame)) return false;
    }
    return name.isWhole || !plan.beside.some(function (span) { return overlaps(span, name); });
  }

  async function isCommon(plan, name, isAll) {
    if (name.words.length > 1 || (name.facet === "publication" && isAll)) return false;
    if (!name.words.length || /^\d+$/.test(name.words[0])) return true;
    var forms = new Set([plan.text.slice(name.start, name.end).toLowerCase(), name.label.toLowerCase(), name.words[0]]);
    return (await Portable.words.inTexts(forms)) > MOST_TEXTS;
  }

  // The telling clauses that stand in none of some spans.
  function left(plan, spans) {
    return plan.clauses.filter(function (clause) {
      var place = plan.places.find(function (one) { return one.clause === clause; });
      if (place && spans.some(function (span) { return holds(span, place); })) return false;
      var isPlain = !clause.excluded && clause.terms.length === 1 && clause.terms[0].isPlain();
      return !(isPlain && letters.isLeading(clause.terms[0].text.replace(PUNCTUATION, "")));
    });
  }

  function planOf(clauses) {
    var text = textOf(clauses), plan = { clauses: clauses, text: text.text, places: text.places, isBare: false };
    function wholes(spans) { return spans.filter(function (span) { return isWhole(text.places, span); }); }
    plan.orders = wholes(Portable.times.orders(text.text));
    plan.issues = wholes(Portable.times.issues(text.text));
    plan.times = wholes(Portable.times.find(text.text));
    if (!plan.times.length && !plan.issues.length && !plan.orders.length) {
      plan.issues = bareNumber(plan);
      plan.isBare = plan.issues.length > 0;
    }
    plan.beside = plan.issues.concat(plan.times, plan.orders);
    return plan;
  }

  function bareNumber(plan) {
    var places = plan.places;
    if (places.length < 2 || places.length > MOST_BESIDE_A_NUMBER) return [];
    for (var place of [places[places.length - 1], places[0]]) {
      var typed = plan.text.slice(place.start, place.end);
      if (/^\d{1,4}$/.test(typed)) return [{ start: place.start, end: place.end, slug: Portable.times.slug(typed) }];
    }
    return [];
  }

  // A question with what its words surely choose; the same where they choose nothing.
  async function withIntent(question) {
    var plan = planOf(question.clauses);
    if (!plan.beside.length) return question;
    var runs = runsOf(plan.text).filter(function (run) {
      return isWhole(plan.places, run) && !plan.orders.some(function (order) { return overlaps(run, order); });
    });
    var sure = await sureNames(plan, await namesIn(runs));
    var magazines = sure.filter(function (name) { return name.facet === "publication"; });
    if (plan.isBare && !(magazines.length && !left(plan, magazines.concat(plan.beside)).length)) return question;
    if (!sure.length) return question;
    var choices = question.choices.slice(), spans = sure.slice();
    sure.forEach(function (name) { choices.push({ facet: name.facet, place: name.place, label: name.label }); });
    var issue = await meantIssues(plan, choices);
    if (issue) {
      choices.push({ facet: "issue", places: issue.places, label: plan.text.slice(issue.start, issue.end) });
      spans.push(issue);
    } else {
      if (!plan.times.length && !plan.orders.length) return question;
      timesToChoose(plan).forEach(function (time) {
        choices.push({ facet: "time", bounds: Portable.times.bounds(time.edtf), label: plan.text.slice(time.start, time.end) });
        spans.push(time);
      });
    }
    var sort = question.sort;
    if (plan.orders.length && sort === "relevance") {
      sort = plan.orders[0].sort;
      spans.push(plan.orders[0]);
    }
    return Object.assign({}, question, { clauses: left(plan, spans), choices: choices, sort: sort });
  }

  function timesToChoose(plan) {
    if (plan.times.length < 2) return plan.times;
    return plan.times.every(function (time) { return /^\d{3}[\dX]$/.test(time.edtf); }) ? plan.times : [];
  }

  // The issues that a plan's first mention of any means, among the editorials that are chosen.
  async function meantIssues(plan, choices) {
    if (!plan.issues.length) return null;
    var addresses = await issues(), table = await Portable.ranking.table(), there = new Set();
    table.issue.forEach(function (place, doc) {
      if (place >= 0 && Portable.search.isChosen(table, choices, doc)) there.add(place);
    });
    for (var mention of plan.issues) {
      var exact = [], alike = [];
      there.forEach(function (place) {
        var slug = addresses[place].split("/")[1];
        if (slug === mention.slug) exact.push(place);
        else if (Portable.times.isMeant(slug, mention.slug)) alike.push(place);
      });
      if (exact.length || alike.length) return { start: mention.start, end: mention.end, places: exact.length ? exact : alike };
    }
    return null;
  }

  // Equivalents

  async function plain(form) {
    var folded = letters.fold(form), told = await Portable.lookUp("plain", form);
    return told || (await Portable.lookUp("plain", folded)) || folded;
  }

  // Lets what counts as the words that stand side by side count as each of them.
  async function withEquivalents(question) {
    question = Object.assign({}, question, { readings: [] });
    withNumbers(question);
    var shouted = Portable.typed.isShouted(question.clauses), run = [];
    for (var clause of question.clauses) {
      var isRead = !clause.excluded && clause.terms.every(function (term) { return term.isPlain(); });
      if (clause.terms.length !== 1 || !isRead) {
        await readRun(run, question);
        run = [];
      }
      if (clause.excluded) continue;
      for (var term of clause.terms) {
        if (!term.isPlain()) continue;
        telling(shouted ? term.text.toLowerCase() : term.text).forEach(function (word) {
          run.push({ term: term, form: word.form, inCapitals: word.inCapitals });
        });
        if (clause.terms.length > 1) {
          await readRun(run, question);
          run = [];
        }
      }
    }
    await readRun(run, question);
    return question;
  }

  function telling(text) {
    return letters.singleTokens(text).filter(function (token) { return !letters.isFunction(token.form) || isCapital(token); })
      .map(function (token) { return { form: token.form, inCapitals: isCapital(token) }; });
    function isCapital(token) { return letters.isAcronym(text.slice(token.start, token.end)); }
  }

  async function readRun(run, question) {
    var at = 0;
    while (at < run.length) {
      var window = await longestAt(run, at, Portable.start.longest);
      if (!window) {
        at++;
        continue;
      }
      await readWindow(window, question);
      // « bug » in « bug de l’an 2000 » as well
      for (var within = 0; window.places.length > 1 && within < window.places.length; within++) {
        var inner = await longestAt(window.places, within, window.places.length - 1);
        if (inner) await readWindow(inner, question);
      }
      at += window.places.length;
    }
  }

  async function longestAt(run, at, longest) {
    if (at && run[at - 1].term === run[at].term) return null;
    var forms = [];
    for (var place of run.slice(at, at + longest)) forms.push(await plain(place.form));
    for (var length = forms.length; length; length--) {
      var next = run[at + length];
      if (next && next.term === run[at + length - 1].term) continue;
      var keys = [forms.slice(0, length).join(" ")];
      if (length === 2) keys.push(forms.slice(0, 2).join(""));
      for (var key of keys) {
        var entry = await Portable.lookUp("equivalents", key);
        if (entry) return { entry: entry.split("\t"), places: run.slice(at, at + length) };
      }
    }
    return null;
  }

  async function readWindow(window, question) {
    var entry = window.entry, places = window.places;
    if (entry[0] === "1" && !places.every(function (place) { return place.inCapitals; })) return;
    var terms = new Set(places.map(function (place) { return place.term; })), beside = new Set();
    for (var clause of question.clauses) {
      if (clause.excluded) continue;
      for (var term of clause.terms) {
        if (terms.has(term)) continue;
        for (var word of telling(term.text)) beside.add(await plain(word.form));
      }
    }
    var read = [];
    for (var text of entry.slice(1)) {
      var isTyped = beside.size > 0;
      for (var part of telling(text)) isTyped = isTyped && beside.has(await plain(part.form));
      if (isTyped) continue;
      read.push(text);
      terms.forEach(function (term) { if (term.also.indexOf(text) < 0) term.also.push(text); });
    }
    if (!read.length) return;
    var typed = Array.from(terms, function (term) { return term.text; }).join(" ");
    question.readings.push({ typed: typed, texts: read });
  }

  // « 35 » as « trente-cinq », « 35h » as « 35 heures »: `archive.search.reading.numbers`, in short.
  function withNumbers(question) {
    var words = Portable.rules.numbers, clauses = question.clauses;
    clauses.forEach(function (clause, place) {
      var term = clause.terms[0];
      if (clause.excluded || clause.terms.length !== 1 || !term.isPlain()) return;
      var typed = term.text.toLowerCase(), hours = /^(\d\d) ?h$/.exec(typed), next = clauses[place + 1], before = clauses[place - 1];
      var number = hours ? hours[1] : words[typed] ? typed : Object.keys(words).find(function (one) { return words[one] === typed; });
      if (!number || !words[number]) return;
      if (before && Portable.times.issues(before.terms[0].text + " " + typed).length) return;
      var hour = !hours && next && next.terms.length === 1 && /^(?:h|heures?)$/.test(next.terms[0].text) ? next.terms[0] : null;
      var texts = [number, words[number]];
      if (hours || hour) texts = [number + " heures", number + "h", words[number] + " heures"];
      [term, hour].filter(Boolean).forEach(function (one) {
        texts.forEach(function (text) { if (text !== typed && one.also.indexOf(text) < 0) one.also.push(text); });
      });
    });
  }

  Portable.reading = { withIntent: withIntent, withEquivalents: withEquivalents, list: list, issues: issues };
})();
