// What the portable archive's scripts share: files that come as scripts, and numbers written as text.
// A page opened from a folder can load nothing else: no fetch, no modules.

var Portable = { rules: null, start: null };

(function () {
  "use strict";

  var alphabet = "";
  for (var code = 0x21; code < 0x7f; code++) {
    var letter = String.fromCharCode(code);
    if ("\"'\\<".indexOf(letter) < 0) alphabet += letter;
  }
  var BASE = alphabet.length / 2;
  var VALUES = new Int16Array(128).fill(-1);
  for (var place = 0; place < alphabet.length; place++) VALUES[alphabet.charCodeAt(place)] = place;

  // Reads numbers that `archive.portable.encoding` has written, from the place `at` on.
  function Reader(text, at) {
    this.text = text;
    this.at = at || 0;
  }

  Reader.prototype.number = function () {
    var value = 0, factor = 1, digit = VALUES[this.text.charCodeAt(this.at++)];
    while (digit >= BASE) {
      value += (digit - BASE) * factor;
      factor *= BASE;
      digit = VALUES[this.text.charCodeAt(this.at++)];
    }
    return value + digit * factor;
  };

  Reader.prototype.signed = function () {
    var value = this.number();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };

  // Numbers each written as its distance from the one before, the first from `middle`.
  Reader.prototype.near = function (middle) {
    var values = new Array(this.number());
    for (var place = 0; place < values.length; place++) values[place] = middle += this.signed();
    return values;
  };

  var promises = {}, waiting = {};

  // Called by each file of the index.
  Portable.put = function (name, content) {
    waiting[name].resolve(content);
    delete waiting[name];
  };

  // How a file becomes part of the page; who runs the scripts elsewhere puts another in its place.
  Portable.folder = "";
  Portable.insert = function (name, failed) {
    var script = document.createElement("script");
    script.src = Portable.folder + "index/" + name + ".js";
    script.onerror = failed;
    script.onload = function () { script.remove(); };
    document.head.appendChild(script);
  };

  // Promises what a file of the index holds.
  Portable.load = function (name) {
    if (!promises[name]) {
      promises[name] = new Promise(function (resolve, reject) {
        waiting[name] = { resolve: resolve };
        Portable.insert(name, function () {
          delete promises[name];
          reject(new Error(name));
        });
      });
    }
    return promises[name];
  };

  var lines = {};

  // Promises the lines of one of several files.
  Portable.lines = function (name, number) {
    var file = name + "/" + number;
    if (!lines[file]) lines[file] = Portable.load(file).then(function (text) { return text.split("\n"); });
    return lines[file];
  };

  // Promises the lines of all of some files, one behind the other.
  Portable.allLines = async function (name, files) {
    var parts = [];
    for (var number = 0; number < files; number++) parts.push(Portable.lines(name, number));
    return [].concat.apply([], await Promise.all(parts));
  };

  // The last of ascending values that is not above another; -1 where all are.
  Portable.lastUpTo = function (values, wanted) {
    var low = 0, high = values.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (values[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  // Promises the line of a number, where `firsts` has the number of each file's first line.
  Portable.line = async function (name, firsts, number) {
    var file = Portable.lastUpTo(firsts, number);
    return (await Portable.lines(name, file))[number - firsts[file]];
  };

  var tables = {};

  // Promises what a table has for a key, undefined where it has nothing.
  Portable.lookUp = async function (name, key) {
    var file = Portable.lastUpTo(Portable.start[name], key);
    if (file < 0) return undefined;
    var table = tables[name + file];
    if (!table) {
      table = tables[name + file] = new Map();
      (await Portable.lines(name, file)).forEach(function (line) {
        var tab = line.indexOf("\t");
        table.set(line.slice(0, tab), line.slice(tab + 1));
      });
    }
    return table.get(key);
  };

  // Promises that what every search needs is here.
  Portable.begin = async function () {
    if (Portable.start) return;
    var start = await Portable.load("start");
    Portable.rules = start.rules;
    Portable.start = start;
  };

  Portable.Reader = Reader;
})();
