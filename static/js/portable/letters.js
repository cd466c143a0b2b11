// What a word is: `archive.text.fold` and `archive.search.words.analysis`, for what is typed.

(function () {
  "use strict";

  var APOSTROPHES = /[’‘ʼ′´`]/g;
  var INVISIBLE = /[\u00ad\u200b-\u200f\u2060]/g;
  var LETTER = "[\\p{L}\\p{N}_\\u0300-\\u036f\\u00ad\\u200b-\\u200f\\u2060]";
  var LINK = "[-‐‑&'’‘ʼ′´`]";
  var SPACE = "[ \\u00a0\\u202f]";
  var DOTTED = "(?:\\p{L}\\.)+\\p{L}";
  var BEHIND = "(?![\\p{L}\\p{N}_])";
  var FIGURES = "\\d{1,3}(?:" + SPACE + "\\d{3})+" + BEHIND + "|\\d\\d(?:" + SPACE + "\\d\\d)+" + BEHIND +
    "|\\d\\d(?:\\.\\d\\d){3,}" + BEHIND;
  var CHUNK = new RegExp(
    DOTTED + BEHIND + "\\.?|" + FIGURES + "|" + LETTER + "{1,64}(?:" + LINK + "(?!" + DOTTED + BEHIND + ")" +
    LETTER + "{1,64}){0,7}", "gu");
  var PIECE = new RegExp("aujourd'hui|[\\p{L}\\p{N}](?:(?!_)" + LETTER + ")*", "gu");
  var ACRONYM = new RegExp("^" + DOTTED + "\\.?$", "u");
  var HYPHENS = /[-‐‑]/g;
  var sets = {};

  function has(name, word) {
    if (!sets[name]) sets[name] = new Set(Portable.rules[name]);
    return sets[name].has(word);
  }

  function fold(text) {
    text = text.replace(APOSTROPHES, "'").toLowerCase().replace(/ß/g, "ss");
    var letters = Portable.rules.letters;
    text = text.replace(/[^\x00-\x7f]/g, function (letter) { return letters[letter] || letter; });
    return text.normalize("NFKD").replace(/\p{M}/gu, "");
  }

  // The tokens of a text: {form, position, start, end, span}; see `analysis.tokenize`.
  function tokenize(text) {
    text = text.replace(/ʼ/g, "'");
    var tokens = [], position = 0, match;
    CHUNK.lastIndex = 0;
    while ((match = CHUNK.exec(text))) {
      var chunk = match[0].toLowerCase(), parts = partsOf(chunk);
      parts.tokens.forEach(function (token) {
        tokens.push({
          form: token.form, position: position + token.position, span: token.span,
          start: match.index + token.start, end: match.index + token.end,
        });
      });
      position += parts.width;
    }
    return tokens;
  }

  function partsOf(chunk) {
    if (ACRONYM.test(chunk)) {
      var form = chunk.replace(/\./g, "");
      return { tokens: [{ form: form, position: 0, start: 0, end: chunk.length, span: 1 }], width: 1 };
    }
    chunk = chunk.replace(APOSTROPHES, "'");
    var tokens = [], match;
    PIECE.lastIndex = 0;
    while ((match = PIECE.exec(chunk))) {
      var clean = match[0].replace(INVISIBLE, "").normalize("NFC");
      tokens.push({ form: clean, position: tokens.length, start: match.index, end: match.index + match[0].length, span: 1 });
    }
    var width = tokens.length, first = 0;
    while (first < width && has("elided", tokens[first].form) && chunk[tokens[first].end] === "'") first++;
    var compound = tokens.slice(first);
    if (compound.length > 1) {
      var joined = compound.map(function (token) { return token.form; }).join("");
      var last = compound[compound.length - 1];
      if (joined.length <= 64 && isCompound(chunk, last)) {
        tokens.splice(first + 1, 0, {
          form: joined, position: first, start: compound[0].start, end: last.end, span: compound.length,
        });
      }
    }
    return { tokens: tokens, width: width };
  }

  function isCompound(chunk, last) {
    var before = chunk[last.start - 1];
    if (before === "_") return false;
    if (before === "'") return !has("english", last.form);
    return !has("inverted", last.form);
  }

  function singleTokens(text) {
    return tokenize(text).filter(function (token) { return token.span === 1; });
  }

  // « meme » counts as « même », but « sûr » is not « sur ».
  function isFunction(form) {
    return has("functions", form);
  }

  function isLeading(word) {
    var folded = fold(word);
    return has("leading", folded) || isLittle(folded);
  }

  function isLittle(folded) {
    return isFunction(folded) || folded === "a";
  }

  function isAcronym(printed) {
    if (printed !== printed.toUpperCase() || printed === printed.toLowerCase()) return false;
    var letters = printed.replace(/\./g, "");
    return letters.length > 1 && letters.length <= 8 && /^[\p{L}\p{N}]+$/u.test(letters);
  }

  Portable.letters = {
    fold: fold, tokenize: tokenize, singleTokens: singleTokens, isFunction: isFunction, isLeading: isLeading,
    isLittle: isLittle, isAcronym: isAcronym, has: has, HYPHENS: HYPHENS,
  };
})();
