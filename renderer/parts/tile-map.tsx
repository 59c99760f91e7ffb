import type { CSSProperties } from 'react'

export interface Tile {
  code: string
  name: string
  column: number
  row: number
  /** What is written on it; empty where nothing is known. */
  text: string
  /** Index of its class, from 0; null for no data. */
  shade: number | null
  description: string
}

interface TileMapProps {
  label: string
  tiles: readonly Tile[]
  selected: string | null
  onOpen(code: string): void
}

/** A schematic map: one tile a region, each a button. Not a map of borders. */
export const TileMap = ({ label, tiles, selected, onOpen }: TileMapProps) => {
  const columns = Math.max(1, ...tiles.map(({ column }) => column + 1))
  const style = { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }
  return (
    <div role="group" aria-label={label} className={`tile-map${columns > 4 ? ' tile-map-dense' : ''}`} style={style}>
      {tiles.map(({ code, name, column, row, text, shade, description }) => {
        const place: CSSProperties = { gridColumn: column + 1, gridRow: row + 1 }
        return (
          <button
            key={code}
            type="button"
            style={place}
            className={`tile ${shade === null ? 'tile-none' : `tile-${shade}`}`}
            aria-pressed={selected === code}
            title={description}
            onClick={() => onOpen(code)}
          >
            <span className="tile-name">{name}</span>
            <span className="tile-value">{text}</span>
          </button>
        )
      })}
    </div>
  )
}
