// Times and issues as people ask for them: `archive.asked_dates`, `archive.printed_dates`, `archive.issues`,
// whose patterns come with the index. A time is {start, end, edtf}; days are counted as Python's ordinals.

(function () {
  "use strict";

  var DAY = 86400000, FIRST = 719163; // of 1 January 1970
  // First and last month of EDTF's parts of a year; winter is of the whole year.
  var PARTS = {
    21: [3, 5], 22: [6, 8], 23: [9, 11], 24: [1, 12], 33: [1, 3], 34: [4, 6], 35: [7, 9], 36: [10, 12],
    40: [1, 6], 41: [7, 12],
  };
  var ORDINAL_ENDING = /(?:er|re|st|nd|rd|th)$/;
  var patterns = {};

  function pattern(name, flags) {
    var key = name + (flags || "");
    if (!patterns[key]) patterns[key] = new RegExp(Portable.rules.times.patterns[name], flags || "");
    return patterns[key];
  }

  // Lower case, no accents, plain spaces, each sign one for one: as long as the text.
  function fold(text) {
    return Array.from(text, function (letter) {
      if (letter.length > 1) return letter;
      if (/[\t\r\n\u00a0\u2007\u2009\u202f]/.test(letter)) return " ";
      if (letter === "’") return "'";
      if (letter === "º" || letter === "˚") return "°";
      if (letter === "ᵉ") return "e";
      if (letter === "ʳ") return "r";
      return letter < "\u0180" ? letter.toLowerCase().normalize("NFD")[0] : letter;
    }).join("");
  }

  function ordinal(year, month, day) {
    var date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return Math.round(date.getTime() / DAY) + FIRST;
  }

  function pad(number) {
    return String(number).padStart(2, "0");
  }

  // The first and the last day of a time, null for an open end; null for what is none.
  function bounds(edtf) {
    if (edtf.indexOf("/") >= 0 || edtf.indexOf("..") > 0 || /^\.\.\d/.test(edtf)) {
      var ends = edtf.indexOf("/") >= 0 ? edtf.split("/") : edtf.split("..");
      var since = ends[0].replace(/\./g, ""), until = ends[1].replace(/\./g, "");
      var first = since ? bounds(since) : [null, null], last = until ? bounds(until) : [null, null];
      if (!first || !last || (!since && !until)) return null;
      return [first[0], last[1]];
    }
    edtf = edtf.replace(/[?~%]$/, "");
    var decade = /^(\d{3})X$/.exec(edtf);
    if (decade) return [ordinal(Number(decade[1]) * 10, 1, 1), ordinal(Number(decade[1]) * 10 + 9, 12, 31)];
    var simple = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(edtf);
    if (!simple) return null;
    var year = Number(simple[1]), month = Number(simple[2] || 0), day = Number(simple[3] || 0);
    if (!year) return null;
    if (!month) return simple[2] ? null : [ordinal(year, 1, 1), ordinal(year, 12, 31)];
    if (month > 12) {
      var part = PARTS[month];
      return part && !day ? [ordinal(year, part[0], 1), ordinal(year, part[1] + 1, 0)] : null;
    }
    if (!simple[3]) return [ordinal(year, month, 1), ordinal(year, month + 1, 0)];
    var exact = ordinal(year, month, day);
    if (!day || exact > ordinal(year, month + 1, 0)) return null;
    return [exact, exact];
  }

  function dateOf(number) {
    return new Date((number - FIRST) * DAY);
  }

  // The dates that a text prints, as `printed_dates.find_french` has them.
  function printed(folded) {
    var times = [], match, date = pattern("date", "g");
    date.lastIndex = 0;
    if (!/\d/.test(folded)) return times;
    while ((match = date.exec(folded))) {
      var edtf = qualified(match.groups);
      if (edtf && bounds(edtf)) times.push({ start: match.index, end: match.index + match[0].length, edtf: edtf });
      else if (match[0].indexOf(",") >= 0) date.lastIndex = match.index + 1;
    }
    return times;
  }

  function qualified(groups) {
    var form = Portable.rules.times.forms.find(function (name) { return groups[name]; });
    var edtf = READ[form](groups), sign = groups.about ? (groups.doubt ? "%" : "~") : groups.doubt ? "?" : "";
    if (!edtf || !sign || edtf.indexOf("X") >= 0) return edtf;
    return edtf.split("/").map(function (side) { return side + sign; }).join("/");
  }

  function month(name) {
    return Portable.rules.times.months[name.replace(/\.$/, "")];
  }

  function day(year, name, number) {
    return year + "-" + pad(month(name)) + "-" + pad(Number(number.replace(ORDINAL_ENDING, "")));
  }

  function numbers(groups) {
    var first = Number(groups.n1), second = Number(groups.n2), year = groups.ny;
    if (year.length === 2) {
      if (groups.sep === "-") return null;
      year = 2000 + Number(year) <= new Date().getFullYear() ? "20" + year : "19" + year;
    }
    var swapped = second > 12;
    return year + "-" + pad(swapped ? first : second) + "-" + pad(swapped ? second : first);
  }

  function season(groups) {
    var first = groups.sy1, last = groups.sy2, number = Portable.rules.times.seasons[groups.ss];
    if (!last) return first + "-" + number;
    if (last.length === 2) last = first.slice(0, 2) + last;
    return number === 24 ? first + "-12/" + last + "-02" : first + "-" + number + "/" + last + "-" + number;
  }

  function decade(groups) {
    var name = groups.d1 || groups.d2;
    if (name.length === 2) name = (name === "00" || name === "10" ? "20" : "19") + name;
    return name.slice(0, 3) + "X";
  }

  var READ = {
    iso: function (groups) { return groups.iy; },
    slashed: function (groups) { return groups.sy + "-" + groups.sm + "-" + groups.sd; },
    across: function (groups) {
      var year = groups.ay1 || String(Number(groups.ay2) - (month(groups.am1) > month(groups.am2) ? 1 : 0));
      return day(year, groups.am1, groups.ad1) + "/" + day(groups.ay2, groups.am2, groups.ad2);
    },
    within: function (groups) { return day(groups.wy, groups.wm, groups.wd1) + "/" + day(groups.wy, groups.wm, groups.wd2); },
    day: function (groups) { return day(groups.dy, groups.dm, groups.dd); },
    english: function (groups) { return day(groups.ey, groups.em, groups.ed); },
    numbers: numbers,
    months: function (groups) {
      var first = month(groups.mm1), last = month(groups.mm2);
      var year = groups.my1 || String(Number(groups.my2) - (first > last ? 1 : 0));
      return year + "-" + pad(first) + "/" + groups.my2 + "-" + pad(last);
    },
    month: function (groups) { return groups.oy + "-" + pad(month(groups.om)); },
    numbered: function (groups) { return groups.by + "-" + pad(Number(groups.bm)); },
    part: function (groups) { return groups.py + "-" + ((groups.pk === "semestre" ? 39 : 32) + Number(groups.pn)); },
    season: season,
    decade: decade,
    isomonth: function (groups) { return groups.isomonth; },
    years: function (groups) { return groups.y1 + "/" + groups.y2; },
    year: function (groups) { return groups.year; },
  };

  function worded(folded) {
    var times = [], rules = Portable.rules.times;
    for (var match of folded.matchAll(pattern("worded", "g"))) {
      var groups = match.groups, edtf;
      if (groups.english) edtf = rules.english[groups.english];
      else if (groups.decade) edtf = groups.decade.slice(0, 3) + "X";
      else if (groups.short) edtf = (groups.short < "30" ? "20" : "19") + groups.short[0] + "X";
      else edtf = rules.decades[Object.keys(groups).filter(function (name) { return groups[name]; })[0].slice(1)];
      times.push({ start: match.index, end: match.index + match[0].length, edtf: edtf });
    }
    return times;
  }

  // The times that a text asks for, in their order: « avant 1995 », « de 1998 à 2001 », « fin 1999 ».
  function find(text) {
    var folded = fold(text), times = worded(folded), spoken = times.slice();
    printed(folded).forEach(function (time) {
      if (!spoken.some(function (other) { return other.start <= time.start && time.start < other.end; })) times.push(time);
    });
    times.sort(function (one, other) { return one.start - other.start; });
    var found = [];
    while (times.length) {
      var time = times.shift(), span = times.length ? spanned(folded, time, times[0]) : null;
      if (span) {
        times.shift();
        found.push(span);
      } else found.push(opened(folded, partOf(folded, time)));
    }
    return found;
  }

  function whole(name, text) {
    var match = pattern(name).exec(text);
    return match && match[0].length === text.length;
  }

  function endsOf(edtf) {
    var ends = edtf.split("/");
    return ends.length > 1 ? [ends[0].replace(/\./g, ""), ends[1].replace(/\./g, "")] : [edtf, edtf];
  }

  function spanned(folded, first, last) {
    var between = folded.slice(first.end, last.start), before = pattern("between").exec(folded.slice(0, first.start));
    if (!whole("to", between) && !(before && whole("and", between))) return null;
    var since = endsOf(first.edtf)[0], until = endsOf(last.edtf)[1], ends = since && until && bounds(since + "/" + until);
    if (!ends || ends[0] > ends[1]) return null;
    return { start: before ? before.index : first.start, end: last.end, edtf: since + "/" + until };
  }

  function partOf(folded, time) {
    if (time.edtf.length !== 4) return time;
    var year = /(?:1[4-9]|20)\d\d|\d0/.exec(folded.slice(time.start, time.end));
    var match = pattern("part").exec(folded.slice(0, time.start));
    if (!match && year) {
      var opening = folded.slice(time.start, time.start + year.index);
      match = pattern("part").exec(opening);
      if (match) match.index += time.start;
    }
    if (!match) return time;
    var name = ["start", "middle", "end"].find(function (part) { return match.groups[part]; });
    var parts = Portable.rules.times.parts, edtf = time.edtf, ends;
    if (edtf.endsWith("X")) {
      ends = parts.years[name];
      return { start: match.index, end: time.end, edtf: edtf.slice(0, 3) + ends[0] + "/" + edtf.slice(0, 3) + ends[1] };
    }
    ends = parts.months[name];
    return { start: match.index, end: time.end, edtf: edtf + "-" + ends[0] + "/" + edtf + "-" + ends[1] };
  }

  function opened(folded, time) {
    var ends = bounds(time.edtf);
    if (!ends || !ends[0] || !ends[1]) return time;
    var earliest = dateOf(ends[0]), latest = dateOf(ends[1]);
    var ofYears = latest.getUTCMonth() === 11 && earliest.getUTCMonth() === 0 && earliest.getUTCDate() === 1;
    function named(number) {
      var date = dateOf(number).toISOString();
      return ofYears ? date.slice(0, 4) : date.slice(0, 10);
    }
    var ways = [
      ["since", named(ends[0]) + "/.."], ["until", "../" + named(ends[1])],
      ["after", named(ends[1] + 1) + "/.."], ["before", "../" + named(ends[0] - 1)],
    ];
    for (var way of ways) {
      var match = pattern(way[0]).exec(folded.slice(0, time.start));
      if (match) return { start: match.index, end: time.end, edtf: way[1] };
    }
    return time;
  }

  // The EDTF of a text that is a time and nothing else; "" of any other.
  function wholeTime(text) {
    var time = find(text).find(function (found) { return found.start === 0 && found.end === text.length; });
    return time ? time.edtf : "";
  }

  // Issues

  function slug(printed) {
    var folded = fold(printed.replace("№", "n°")).replace(/\s+/g, " ").trim();
    folded = folded.replace(/(?<!\w)(?:n ?°|(?:nos?|nr|n|num|numeros?|issues?|numbers?)(?![a-z]))[ .°]*(?=\d)|#(?=\d)|n ?°/g, "");
    folded = folded.replace(/(?<=\d) ?(?:et|a|and|&|\/|-|–|—) ?(?=\d)/g, "-").replace(/(?<!\d)0+(?=\d)/g, "");
    return folded.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  }

  // The issues that a typed text may name, longer readings first, as {start, end, slug}.
  function issues(text) {
    var folded = fold(text), readings = [];
    for (var match of folded.matchAll(pattern("issue", "g"))) {
      var start = match.index, end = start + match[0].length;
      if (match.groups.kind) {
        var ends = [], word = /[ «»"]*[^\s«»"]+/y;
        word.lastIndex = end;
        while (ends.length < 3 && word.exec(folded)) ends.push(word.lastIndex);
        ends.reverse().forEach(function (longer) {
          readings.push({ start: start, end: longer, slug: slug(text.slice(start, longer)) });
        });
        readings.push({ start: start, end: end, slug: slug(text.slice(start, end)).replace(/s$/, "") });
        continue;
      }
      var issue = slug(text.slice(start, end));
      if (!/^(?:19|20)\d\d$/.test(issue) || match[0].indexOf("°") >= 0) readings.push({ start: start, end: end, slug: issue });
    }
    return readings;
  }

  // Whether an issue of one slug may be meant by that of another: « 36-37 » by « 36 ».
  function isMeant(issue, wanted) {
    var number = (wanted.match(/\d+/g) || [""]).pop();
    var found = [issue].concat(issue.match(/\d+/g) || []);
    ["hors-serie", "supplement", "numero-special", "special", "tire-a-part"].forEach(function (kind) {
      if (("-" + issue + "-").indexOf("-" + kind + "-") >= 0) found.push(kind);
    });
    return found.indexOf(wanted) >= 0 || (number && found.indexOf(number) >= 0);
  }

  // « dernier numéro », « premier éditorial »: an order.
  function orders(text) {
    var folded = fold(text), found = [];
    ["newest", "oldest"].forEach(function (sort) {
      for (var match of folded.matchAll(pattern(sort, "g"))) {
        found.push({ start: match.index, end: match.index + match[0].length, sort: sort });
      }
    });
    return found;
  }

  Portable.times = { find: find, bounds: bounds, whole: wholeTime, issues: issues, isMeant: isMeant, orders: orders, slug: slug };
})();
