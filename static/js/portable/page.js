// The search page of the portable archive: what the address asks for, as a list of results.

(function () {
  "use strict";

  var A_PAGE = 20, PASSAGE = 220, MOST_FORMS = 200; // results at a time; characters of a passage; forms
  var told = document.getElementById("found").dataset, shown = 0, answer = null, marks = null;

  function element(id) {
    return document.getElementById(id);
  }

  function filled(sentence, words) {
    return sentence.replace(/%\((\w+)\)s/g, function (_whole, name) { return words[name]; });
  }

  function made(name, words, className) {
    var node = document.createElement(name);
    if (words) node.textContent = words;
    if (className) node.className = className;
    return node;
  }

  // What the address asks for: recherche.html?q=…
  function asked() {
    return (new URLSearchParams(location.search.slice(1) || location.hash.slice(1)).get("q") || "").trim();
  }

  async function begin() {
    element("needs").remove();
    var q = asked();
    element("q").value = q;
    if (!q) return;
    element("asked").textContent = q;
    document.title = q + " — " + document.title;
    element("found").hidden = false;
    element("help").hidden = true;
    element("count").textContent = told.busy;
    try {
      answer = await Portable.search.ask(q);
      marks = await markedForms(answer.marked);
      element("count").textContent = count(answer.count);
      element("read").textContent = sayings(answer).join(" · ");
      await more();
    } catch (error) {
      element("count").textContent = filled(told.failed, { file: "index/" + error.message + ".js" });
    }
  }

  function count(number) {
    if (!number) return told.none;
    return number === 1 ? told.one : filled(told.many, { n: number.toLocaleString(document.documentElement.lang) });
  }

  // What was read otherwise than it was typed.
  function sayings(answer) {
    var said = [];
    if (answer.loosened) said.push(told.loosened);
    if (answer.choices.length) {
      said.push(filled(told.chosen, { choices: answer.choices.map(function (choice) { return choice.label; }).join(", ") }));
    }
    answer.words.forEach(function (word) {
      if (word.readAs) said.push(filled(told.read, { typed: word.typed, read: word.readAs }));
      else if (!word.forms.length && !word.dated && !word.alsoTexts.length) said.push(filled(told.unknown, { typed: word.typed }));
    });
    answer.readings.forEach(function (reading) {
      said.push(filled(told.also, { typed: reading.typed, read: reading.texts.map(quoted).join(", ") }));
    });
    return Array.from(new Set(said));
  }

  function quoted(text) {
    return "«\u00a0" + text + "\u00a0»";
  }

  // The forms of places, without accents; function words aside.
  async function markedForms(places) {
    var folded = new Set();
    for (var place of places.slice(0, MOST_FORMS)) {
      var form = (await Portable.words.at(place)).folded.replace("\ue000", "");
      if (!Portable.letters.isFunction(form)) folded.add(form);
    }
    return folded;
  }

  async function more() {
    var hits = answer.hits.slice(shown, shown + A_PAGE), lines = [];
    for (var hit of hits) lines.push(await Portable.line("shown", Portable.start.shown, hit.doc));
    lines.forEach(function (line) { element("results").append(result(line.split("\t"))); });
    shown += hits.length;
    element("more").hidden = shown >= answer.count;
  }

  function result(parts) {
    var item = made("li"), article = made("article"), heading = made("h2"), link = made("a", parts[1]);
    if (parts[4]) heading.lang = parts[4];
    link.href = parts[0];
    heading.append(link);
    var about = made("p", parts[2] + " · " + parts[3], "quiet"), passage = made("p", "", "passage");
    if (parts[4]) passage.lang = parts[4];
    fill(passage, parts[5]);
    article.append(heading, about, passage);
    item.append(article);
    return item;
  }

  // The part of a text that has the most of the words, these marked.
  function fill(passage, text) {
    var tokens = Portable.letters.singleTokens(text.slice(0, 60000)), hits = tokens.filter(function (token) {
      return marks.has(Portable.letters.fold(token.form));
    });
    var best = 0, most = 0;
    hits.forEach(function (first, place) {
      var forms = new Set();
      for (var next = place; next < hits.length && hits[next].end < first.start + PASSAGE; next++) forms.add(hits[next].form);
      if (forms.size > most) {
        most = forms.size;
        best = first.start;
      }
    });
    var from = best > 60 ? text.lastIndexOf(" ", best - 40) + 1 : 0, to = text.indexOf(" ", from + PASSAGE);
    if (to < 0) to = text.length;
    var at = from;
    passage.append(from ? "… " : "");
    hits.forEach(function (token) {
      if (token.start < at || token.end > to) return;
      passage.append(text.slice(at, token.start), made("mark", text.slice(token.start, token.end)));
      at = token.end;
    });
    passage.append(text.slice(at, to), to < text.length ? " …" : "");
  }

  element("more").addEventListener("click", more);
  window.addEventListener("hashchange", function () { location.reload(); });
  begin();
})();
