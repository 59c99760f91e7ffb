import { create } from 'qrcode'
import { useMemo } from 'react'

/** A QR code drawn as one path. */
export const Qr = ({ text, label }: { text: string; label: string }) => {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'M' })
    const cells = [...modules.data].flatMap((dark, index) =>
      dark ? [`M${(index % modules.size) + 4} ${Math.floor(index / modules.size) + 4}h1v1h-1z`] : [],
    )
    return { size: modules.size + 8, path: cells.join('') }
  }, [text])
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
