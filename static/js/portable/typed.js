// What was typed, as clauses: the part of `archive.search.question.parsing` that needs no parentheses.
// A clause: {terms, excluded, required}. A term: {text, kind, field, slop, literal, also}.

(function () {
  "use strict";

  var QUOTES = /[“”„«»\u201f]/g;
  var FIELD = "(n[°º]|\\p{L}{1,12}(?:-\\p{L}{1,4})?)\\s?:(?=[^\\s:)])";
  var PIECE = new RegExp("((?<![^\\s(])[-−–])?(?:" + FIELD + ')?(=)?(?:"([^"]*)(?:"|$)(?:~(\\d{1,6}))?|([^\\s"]+))', "gu");
  var SPACED = /(?<![^\s(\-−–])(n[°º]|\p{L}{1,12}(?:-\p{L}{1,4})?)\s?:\s(?=[^\s:)])/gu;
  var DATED = /(?<![^\s(\-−–])date\s?:([^\s"():]+(?: [^\s"():]+){1,4})/giu;
  var EDGES = /^[()[\]{},;:!?~=\-−–]+|[()[\]{},;:!?~=\-−–]+$/g;
  var EDGES_OF_FIELD = /^[()[\]{},;:!?~=]+|[()[\]{},;:!?~=]+$/g;
  var LETTER = /[\p{L}\p{N}]/u;
  var FIGURES = /(?<!\S)(?:\d{1,3}(?: \d{3})+|\d\d(?: \d\d)+(?! \d{3}(?!\S)))(?!\S)/g;
  var MOST_CLAUSES = 64, MOST_SLOP = 100, MOST_STARS = 4, LONGEST = 4000;
  var EXACT = { issue: true, page: true };

  function Term(text, kind, field, slop, literal) {
    this.text = text;
    this.kind = kind || "word";
    this.field = field || "";
    this.slop = slop || 0;
    this.literal = Boolean(literal);
    this.also = [];
  }

  Term.prototype.isPlain = function () {
    return this.kind === "word" && !this.field && !this.literal;
  };

  function Clause(terms, excluded, required) {
    this.terms = terms;
    this.excluded = Boolean(excluded);
    this.required = Boolean(required);
  }

  // Words asked of no field rank; all else are exact conditions.
  Clause.prototype.ranks = function () {
    return !this.excluded && this.terms.every(function (term) { return term.isPlain(); });
  };

  Clause.prototype.isChoice = function () {
    return this.excluded || this.terms.some(function (term) { return term.kind === "date"; });
  };

  function fieldOf(name) {
    return name ? Portable.rules.named[Portable.letters.fold(name)] || "" : "";
  }

  function parse(typed) {
    var text = typed.slice(0, LONGEST).replace(QUOTES, '"').replace(/[()]/g, " ").replace(/\s+/g, " ").trim();
    if (text.indexOf(":") >= 0) text = withFields(text);
    var pieces = piecesOf(text);
    var clauses = combined(withFigures(pieces), /\p{L}/u.test(text) && text === text.toUpperCase());
    return distinct(clauses).slice(0, MOST_CLAUSES);
  }

  // « auteur : dupont » and « date:12 mars 2001 » as they are printed.
  function withFields(text) {
    text = text.replace(SPACED, function (whole, name) { return fieldOf(name) ? name + ":" : whole; });
    return text.replace(DATED, function (whole, words) {
      var typed = words.split(" ");
      for (var length = typed.length; length > 1; length--) {
        var time = typed.slice(0, length).join(" ");
        if (Portable.times.whole(time)) return ['date:"' + time + '"'].concat(typed.slice(length)).join(" ");
      }
      return whole;
    });
  }

  function piecesOf(text) {
    var pieces = [], match;
    PIECE.lastIndex = 0;
    while ((match = PIECE.exec(text))) {
      var minus = Boolean(match[1]), field = fieldOf(match[2]), literal = Boolean(match[3]), word = match[6];
      if (word && !match[2] && !literal) {
        var name = word.replace(EDGES, ""), sign = Portable.rules.operators[name];
        if (sign) {
          var low = new Term(name.toLowerCase());
          pieces.push(minus ? { term: low, excluded: true } : { sign: sign, term: low });
          continue;
        }
      }
      var term = termOf(match, field, literal);
      if (term) pieces.push({ term: term, excluded: minus });
    }
    return pieces;
  }

  function termOf(match, field, literal) {
    var phrase = match[4], word = match[6];
    if (match[2] && !field) {
      if (word !== undefined) {
        word = match[2] + ":" + (literal ? "=" : "") + word;
        literal = false;
      } else phrase = match[2] + " " + phrase;
    }
    if (field === "date") return dateOf((word || phrase || "").trim());
    if (word !== undefined) return wordOf(word, field, literal);
    phrase = phrase.replace(/\s+/g, " ").trim();
    if (!LETTER.test(phrase)) return null;
    return new Term(phrase, "phrase", field, Math.min(Number(match[5] || 0), MOST_SLOP), literal);
  }

  function wordOf(word, field, literal) {
    var before = /^\*/.test(word), after = /\*$/.test(word);
    var core = word.replace(/^\*+|\*+$/g, "").replace(field && !literal ? EDGES_OF_FIELD : EDGES, "");
    core = core.replace(/\*{2,}/g, "*").replace(/^\*|\*$/g, "");
    if (!LETTER.test(core)) return null;
    word = (before ? "*" : "") + core + (after ? "*" : "");
    var bare = word.replace(/\*/g, ""), stars = word.length - bare.length;
    if (stars && word === bare + "*") return new Term(bare, "prefix", field, 0, literal);
    var letters = (bare.match(/[\p{L}\p{N}]/gu) || []).length;
    if (stars && letters > 1 && stars <= MOST_STARS) return new Term(word, "pattern", field, 0, literal);
    if (Portable.rules.operators[bare] && !field && !literal) bare = bare.toLowerCase();
    return new Term(bare, "word", field, 0, literal);
  }

  // `2001..2004`, `2001-02`, « mars 2001 »; what is no date stands as a word.
  function dateOf(text) {
    var ends = text.split("..");
    if (ends.length <= 2 && ends.some(Boolean) && ends.every(function (end) { return !end || Portable.times.bounds(end); })) {
      return new Term(text, "date", "date");
    }
    var worded = Portable.times.whole(text);
    if (worded) return new Term(worded.replace("/", ".."), "date", "date");
    return wordOf(text.split(" ")[0], "", false);
  }

  // « 39 39 » and « 10 000 » are one word.
  function withFigures(pieces) {
    var joined = [], figures = [];
    function flush() {
      var text = figures.map(function (term) { return term.text; }).join(" "), at = 0;
      text.replace(FIGURES, function (number, place) {
        words(text.slice(at, place));
        joined.push({ term: new Term(number) });
        at = place + number.length;
      });
      words(text.slice(at));
      figures = [];
    }
    function words(text) {
      text.split(" ").filter(Boolean).forEach(function (word) { joined.push({ term: new Term(word) }); });
    }
    pieces.forEach(function (piece) {
      if (!piece.sign && !piece.excluded && piece.term.isPlain() && /^\d+$/.test(piece.term.text)) figures.push(piece.term);
      else {
        flush();
        joined.push(piece);
      }
    });
    flush();
    return joined;
  }

  // OU joins its neighbours, ET has both be there, SAUF leaves out what follows.
  function combined(pieces, allCapitals) {
    var clauses = [], joins = false, requires = false, excludes = false;
    pieces.forEach(function (piece, place) {
      var isEdge = !place || place === pieces.length - 1 || pieces[place - 1].sign;
      if (piece.sign && !allCapitals && !(isEdge && !(piece.sign === "NOT" && place < pieces.length - 1))) {
        if (piece.sign === "OR") joins = true;
        if (piece.sign === "AND") {
          requires = true;
          if (clauses.length) clauses[clauses.length - 1].required = true;
        }
        if (piece.sign === "NOT") excludes = true;
        return;
      }
      var last = clauses[clauses.length - 1];
      if (joins && last && !piece.excluded && last.excluded === excludes) last.terms.push(piece.term);
      else clauses.push(new Clause([piece.term], piece.excluded || excludes, requires));
      joins = requires = excludes = false;
    });
    return clauses;
  }

  function distinct(clauses) {
    var met = new Set();
    return clauses.filter(function (clause) {
      var key = JSON.stringify(clause);
      return !met.has(key) && met.add(key);
    });
  }

  // Where all of several plain words are in capitals these tell nothing.
  function isShouted(clauses) {
    var words = 0;
    for (var clause of clauses) {
      if (clause.excluded) continue;
      for (var term of clause.terms) {
        if (term.kind !== "word" || term.field) continue;
        if (term.text !== term.text.toUpperCase() || term.text === term.text.toLowerCase()) return false;
        words++;
      }
    }
    return words > 1;
  }

  Portable.typed = { parse: parse, Term: Term, Clause: Clause, isShouted: isShouted, EXACT: EXACT };
})();
