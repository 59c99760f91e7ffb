const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Character references, and the `_x000D_` escapes of spreadsheets, as characters. */
export const unescapeXml = (text: string): string => {
  let plain = text
  if (plain.includes('&')) {
    plain = plain.replace(/&(#x[0-9a-fA-F]+|#\d+|\w+);/g, (whole, name: string) => {
      if (name[0] !== '#') return ENTITIES[name] ?? whole
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole
    })
  }
  if (plain.includes('_x'))
    plain = plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return plain
}

/** The value of an attribute inside a start tag. */
export const attribute = (tag: string, name: string): string | undefined => {
  let at = tag.indexOf(`${name}=`)
  while (at > 0 && !/\s/.test(tag[at - 1] as string)) at = tag.indexOf(`${name}=`, at + 1)
  if (at <= 0) return undefined
  const from = at + name.length + 2
  const end = tag.indexOf(tag[from - 1] as string, from)
  return end < 0 ? undefined : unescapeXml(tag.slice(from, end))
}

/** All start tags of one element, namespace prefix or not, in order. */
export const startTags = (xml: string, element: string): string[] =>
  xml.match(new RegExp(`<(?:[\\w.-]+:)?${element}(?=[\\s/>])[^>]*>`, 'g')) ?? []
