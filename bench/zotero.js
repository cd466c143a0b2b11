// What Zotero's translators ask of Zotero, as far as they do for one page: items, RDF, dates, names.
// Runs in a page of the archive, and returns the items that a translator makes of it.
async (sources, label) => {
  const NAMESPACE = 'http://www.w3.org/1999/xhtml'
  const PATIENCE = 5000 // milliseconds
  const headers = sources.map((source) => JSON.parse(source.slice(0, source.indexOf('\n}') + 2)))
  const items = []

  const trim = (text) => (text || '').replace(/\s+/g, ' ').trim()
  const parts = (text) => {
    const match = /(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?/.exec(text || '')
    if (!match) return {}
    const date = { year: match[1] }
    if (match[2]) date.month = Number(match[2]) - 1
    if (match[3]) date.day = Number(match[3])
    return date
  }
  const iso = (date) => {
    if (!date.year) return false
    const two = (number) => String(number).padStart(2, '0')
    let text = date.year
    if (date.month !== undefined) text += `-${two(date.month + 1)}`
    if (date.month !== undefined && date.day) text += `-${two(date.day)}`
    return text
  }
  const xpath = (nodes, expression, prefixes) => {
    const results = []
    const resolver = (prefix) => (prefixes || {})[prefix] || NAMESPACE
    for (const node of [nodes].flat()) {
      const owner = node.ownerDocument || node
      const matches = owner.evaluate(expression, node, resolver, XPathResult.ANY_TYPE, null)
      for (let match = matches.iterateNext(); match; match = matches.iterateNext()) results.push(match)
    }
    return results
  }
  const utilities = {
    trim: (text) => text.trim(),
    trimInternal: trim,
    superCleanString: trim,
    unescapeHTML: (text) => new DOMParser().parseFromString(text, 'text/html').documentElement.textContent,
    removeDiacritics: (text) => text.normalize('NFD').replace(/\p{M}/gu, ''),
    capitalizeTitle: (text) => text,
    deepCopy: (thing) => JSON.parse(JSON.stringify(thing)),
    getVersion: () => '7.0',
    itemTypeExists: (type) => /^[a-z]+[A-Za-z]*$/.test(type),
    fieldIsValidForType: () => true,
    getCreatorsForType: () => ['author', 'contributor', 'editor', 'translator'],
    cleanDOI: (text) => (/10\.\d{4,9}\/\S+/.exec(text) || [null])[0],
    cleanISBN: () => false,
    cleanISSN: (text) => (/\b\d{4}-\d{3}[\dX]\b/.exec(text) || [false])[0],
    resolveURL: (address) => new URL(address, document.baseURI).href,
    strToDate: parts,
    strToISO: (text) => iso(parts(text)),
    formatDate: iso,
    xpath,
    xpathText: (nodes, expression, prefixes, joint = ', ') => {
      const texts = xpath(nodes, expression, prefixes).map((node) => node.textContent)
      return texts.length ? texts.join(joint) : null
    },
    cleanAuthor: (name, creatorType, useComma) => {
      const text = trim(name)
      const [last, ...rest] = useComma ? text.split(/\s*,\s*/) : []
      if (useComma) return { lastName: last, firstName: rest.join(' '), creatorType }
      const space = text.lastIndexOf(' ')
      return { firstName: text.slice(0, Math.max(space, 0)), lastName: text.slice(space + 1), creatorType }
    },
    HTTP: {
      doGet: (address, done) => {
        const request = new XMLHttpRequest()
        request.open('GET', address, false)
        request.send()
        done(request.responseText, request)
      }
    }
  }

  const store = () => {
    const statements = []
    const resources = new Map()
    const resource = (uri) => {
      if (!resources.has(uri)) resources.set(uri, { uri })
      return resources.get(uri)
    }
    const uri = (node) => (typeof node === 'string' ? node : node.uri)
    const orFalse = (list) => (list.length ? [...new Set(list)] : false)
    const where = (test) => statements.filter(test)
    return {
      addStatement: (about, predicate, value, literal) => {
        statements.push([resource(uri(about)), predicate, literal ? value : resource(uri(value))])
      },
      getResourceURI: uri,
      getAllResources: () => orFalse(statements.map(([about]) => about)),
      getContainerElements: () => [],
      getArcsIn: (node) => orFalse(where(([, , value]) => value === node).map(([, arc]) => arc)),
      getArcsOut: (node) => orFalse(where(([about]) => about === node).map(([, arc]) => arc)),
      getSources: (node, arc) =>
        orFalse(where(([, predicate, value]) => predicate === arc && value === node).map(([about]) => about)),
      getTargets: (node, arc) =>
        orFalse(where(([about, predicate]) => about === resource(uri(node)) && predicate === arc).map(([, , value]) => value))
    }
  }

  // Each translator has globals of its own, as in Zotero's sandbox.
  const load = (number, text, onItem, parent) => {
    const frame = document.body.appendChild(document.createElement('iframe'))
    const globals = frame.contentWindow
    const lines = text.split(/\r\n|\n/)
    const Item = function (itemType) {
      Object.assign(this, { itemType, creators: [], tags: [], attachments: [], notes: [], seeAlso: [] })
      this.complete = () => onItem(this)
    }
    const zotero = {
      Item,
      Utilities: utilities,
      RDF: store(),
      parentTranslator: parent,
      read: (length) => (length ? text : lines.length ? lines.shift() : false),
      debug: () => {},
      done: () => {},
      wait: () => {},
      setProgress: () => {},
      getOption: () => undefined,
      getHiddenPref: () => undefined,
      loadTranslator: () => translator(headers[number].translatorID, onItem)
    }
    const first = (root, selector, place) => root.querySelectorAll(selector)[place || 0]
    const attr = (root, selector, name, place) => first(root, selector, place)?.getAttribute(name) ?? ''
    const textOf = (root, selector, place) => first(root, selector, place)?.textContent.trim() ?? ''
    Object.assign(globals, { Zotero: zotero, Z: zotero, ZU: utilities, exports: {}, attr, text: textOf })
    const source = sources[number]
    globals.eval(source.slice(source.indexOf('\n}') + 2))
    return globals
  }
  const numberOf = (name) => headers.findIndex((header) => [header.label, header.translatorID].includes(name))
  const translator = (parent, onItem) => {
    let [number, text, handlers] = [-1, '', {}]
    // From then on the item is that of the translator which asked for it.
    const made = (item) => {
      item.complete = () => onItem(item)
      handlers.itemDone(self, item)
    }
    const self = {
      setTranslator: (name) => { number = numberOf(name) },
      setString: (content) => { text = content },
      setHandler: (name, handler) => { handlers[name] = handler },
      getTranslatorObject: (done) => done(load(number, text, made, parent)),
      translate: () => {
        const globals = load(number, text, made, parent)
        Promise.resolve(globals.doImport()).then(() => handlers.done(self))
      }
    }
    return self
  }
  load(numberOf(label), '', (item) => items.push(item), null).doWeb(document, location.href)
  const until = Date.now() + PATIENCE
  while (!items.length && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10))
  return items.map((item) => {
    const plain = {}
    for (const [name, value] of Object.entries(item)) {
      if (['string', 'number'].includes(typeof value)) plain[name] = value
    }
    const names = item.creators.map((creator) => [creator.firstName, creator.lastName].filter(Boolean).join(' '))
    return { ...plain, authors: names }
  })
}
