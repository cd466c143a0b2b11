// The archive's own word for one that it does not know: `archive.search.words.slips` and `mending.repairs`.

(function () {
  "use strict";

  var rules = null; // numbers
  var sounds = null;

  function sound(folded) {
    if (!sounds) {
      sounds = Portable.rules.sounds.map(function (pair) { return [new RegExp(pair[0], "g"), pair[1]]; });
    }
    return sounds.reduce(function (heard, pair) { return heard.replace(pair[0], pair[1]); }, folded);
  }

  function extra(word, at, usual) {
    if (at && word[at] === word[at - 1]) return rules.DOUBLED;
    if (word[at] === "h" || (at === word.length - 1 && Portable.rules.silent.indexOf(word[at]) >= 0)) return rules.UNHEARD;
    return usual;
  }

  function replaced(typed, letter) {
    var alike = Portable.rules.alike, keyboard = Portable.rules.keyboard;
    if (alike.indexOf(typed + letter) >= 0 || alike.indexOf(letter + typed) >= 0) return rules.HEARD;
    var one = keyboard[typed], other = keyboard[letter];
    if (!one || !other) return rules.OTHER;
    return Math.abs(one[0] - other[0]) <= 1.1 && Math.abs(one[1] - other[1]) <= 1 ? rules.BESIDE : rules.OTHER;
  }

  function sameLetters(typed, form) {
    var count = 0;
    while (count < typed.length && count < form.length && typed[count] === form[count]) count++;
    return count;
  }

  function reversed(word) {
    return Array.from(word).reverse().join("");
  }

  // What it takes to type one folded word for another; Infinity where that is surely more than `most`.
  function cost(typed, form, most) {
    var start = sameLetters(typed, form);
    var ending = sameLetters(reversed(typed.slice(start)), reversed(form.slice(start)));
    var last = null, before = null;
    for (var at = start; at <= typed.length - ending; at++) {
      var row = [], lowest = Infinity;
      for (var end = start; end <= form.length - ending; end++) {
        var least = at > start || end > start ? Infinity : 0, first = at <= 1 && end <= 1 ? rules.FIRST : 0, place = end - start;
        if (at > start) least = last[place] + extra(typed, at - 1, rules.ADDED) + first;
        if (end > start) least = Math.min(least, row[place - 1] + extra(form, end - 1, rules.MISSING) + (form[0] === "h" ? 0 : first));
        if (at > start && end > start) {
          var one = typed[at - 1], other = form[end - 1];
          least = Math.min(least, last[place - 1] + (one === other ? 0 : replaced(one, other) + first));
          if (before && place > 1 && one === form[end - 2] && one !== other && other === typed[at - 2]) {
            least = Math.min(least, before[place - 2] + (one + other === "eu" || one + other === "ue" ? rules.SWAPPED_VOWELS : rules.SWAPPED));
          }
        }
        row.push(least);
        lowest = Math.min(lowest, least);
      }
      if (lowest * rules.SAME_SOUND > most) return Infinity;
      before = last;
      last = row;
    }
    var total = last[last.length - 1];
    return total && sound(typed) === sound(form) ? total * rules.SAME_SOUND : total;
  }

  function isWord(folded) {
    return /^\p{L}{1,40}$/u.test(folded);
  }

  // {spelling: {form, uses, words}} of words: the most used form of each, the uses of all, and these.
  function spellings(words) {
    var grouped = new Map();
    words.forEach(function (word) {
      Portable.words.told(word);
      if (!word.uses || !isWord(word.folded)) return;
      var group = grouped.get(word.folded);
      if (!group) grouped.set(word.folded, (group = { form: "", most: 0, uses: 0, words: [] }));
      group.uses += word.uses;
      group.words.push(word);
      if (word.uses > group.most) {
        group.most = word.uses;
        group.form = word.form;
      }
    });
    return grouped;
  }

  // The form of a spelling that is typed most nearly so, accents included.
  function formFor(spelled, typed) {
    var likely = spelled.words.filter(function (word) {
      return word.form === spelled.form || (word.isListed && word.uses * rules.FAR_MORE > spelled.most);
    });
    likely.forEach(function (word) { word.cost = cost(typed, word.form, Infinity); });
    likely.sort(function (one, other) {
      return one.cost - other.cost || other.uses - one.uses || (one.form < other.form ? -1 : 1);
    });
    return likely[0].form;
  }

  // The words to read for an unknown one, the best first: [{text, score}].
  async function repairs(form) {
    rules = Portable.rules.slips;
    var folded = Portable.letters.fold(form), found = [];
    if (folded.length < rules.SHORTEST || folded.length > rules.LONGEST || !isWord(folded)) return found;
    var reach = folded.length >= rules.LONG ? rules.REACH + 1 : rules.REACH, sure = rules.SURE + rules.SURE_A_LETTER * folded.length;
    var words = spellings(await candidates(folded));
    words.forEach(function (word, spelling) {
      var apart = Math.abs(spelling.length - folded.length);
      if (spelling === folded || apart > reach || spelling.length < rules.SHORTEST - 1) return;
      var price = cost(folded, spelling, sure);
      if (price <= sure) found.push({ text: formFor(word, form), cost: price, score: Math.log(word.uses + rules.RARE) - rules.USE * price });
    });
    if (!found.length) found = await apart(folded);
    var longer = spellings(await Portable.words.beginning(folded)), total = 0, best = null;
    longer.forEach(function (word) {
      total += word.uses;
      if (!best || word.uses > best.uses) best = word;
    });
    if (best && best.uses > Math.max(rules.RARE, rules.MOST_OF_ALL * total)) {
      found.push({ text: best.form, cost: rules.CUT_SHORT, score: Math.log(best.uses + rules.RARE) - rules.USE * rules.CUT_SHORT });
    }
    return found.sort(function (one, other) { return other.score - one.score || (one.text < other.text ? -1 : 1); });
  }

  // The words that begin with the same letter; its neighbour's, where the first two were swapped.
  async function candidates(folded) {
    var firsts = new Set([folded[0], folded[1]]);
    if (folded[0] !== "h") firsts.add("h");
    var words = [];
    for (var first of firsts) words = words.concat(await Portable.words.beginning(first));
    return words;
  }

  // « lentreprise », « servicesclients »: as two words that follow each other somewhere.
  async function apart(folded) {
    var pairs = [];
    for (var cut = 1; cut < folded.length - 1; cut++) {
      var left = folded.slice(0, cut), right = folded.slice(cut);
      if (!mayPart(left, right)) continue;
      var one = spellings(await Portable.words.spelled(left)).get(left);
      var other = one && spellings(await Portable.words.spelled(right)).get(right);
      if (other) pairs.push({ left: left, one: one, other: other, uses: Math.min(one.uses, other.uses) });
    }
    pairs.sort(function (one, other) { return other.uses - one.uses; });
    var found = [];
    for (var pair of pairs.slice(0, rules.MOST_CUTS)) {
      var uses = await Portable.ranking.follow(pair.one.form, pair.other.form);
      if (!uses) continue;
      var isElided = Portable.letters.has("elided", pair.left), price = isElided ? rules.UNHEARD : rules.SPACE;
      found.push({
        text: pair.one.form + (isElided ? "’" : " ") + pair.other.form, cost: price,
        score: Math.log(uses + rules.RARE) - rules.USE * price,
      });
    }
    return found;
  }

  function mayPart(left, right) {
    if (Portable.letters.has("elided", left)) return "aeiouyh".indexOf(right[0]) >= 0;
    if (Math.min(left.length, right.length) < 2 || Math.max(left.length, right.length) < rules.SHORTEST) return false;
    return !(Portable.letters.isFunction(left) && Portable.letters.isFunction(right));
  }

  // Whether a typed form is regular for a word that the archive has in another: no slip.
  function isFurtherForm(form, typed) {
    var fold = Portable.letters.fold, singular = fold(singularOf(form)), other = singularOf(typed);
    return singular === fold(other) || singular === fold(masculineOf(other));
  }

  function singularOf(form) {
    form = form.replace(/œ/g, "oe").replace(/æ/g, "ae");
    return isMasculine(form) ? form : without(form, Portable.rules.plurals);
  }

  function masculineOf(singular) {
    if (Portable.rules.masculine[singular]) return Portable.rules.masculine[singular];
    if (isMasculine(singular)) return singular;
    return without(without(singular, Portable.rules.feminines), Portable.rules.plurals);
  }

  function isMasculine(form) {
    return Object.values(Portable.rules.masculine).indexOf(form) >= 0;
  }

  function without(form, endings) {
    for (var pair of endings) {
      var kept = form.length - pair[0].length;
      if (form.endsWith(pair[0]) && kept >= rules.SHORTEST_BEFORE - pair[1].length) return form.slice(0, kept) + pair[1];
    }
    return form;
  }

  Portable.slips = { repairs: repairs, isFurtherForm: isFurtherForm };
})();
