interface RadarProps {
  label: string
  axes: readonly { name: string; score: number; most: number }[]
}

const SIZE = 220
const MIDDLE = SIZE / 2
const REACH = 74

const at = (index: number, count: number, value: number): string => {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2
  const length = (REACH * value) / 100
  return `${(MIDDLE + Math.cos(angle) * length).toFixed(1)},${(MIDDLE + Math.sin(angle) * length).toFixed(1)}`
}

const polygon = (values: readonly number[]): string => values.map((value, index) => at(index, values.length, value)).join(' ')

/** Scores of 0 to 100 on as many axes; dashed, what they could still come to. */
export const Radar = ({ label, axes }: RadarProps) => (
  <svg
    className="radar"
    viewBox={`0 0 ${SIZE} ${SIZE}`}
    role="img"
    aria-label={`${label}：${axes.map(({ name, score }) => `${name} ${score}`).join('，')}`}
  >
    {[25, 50, 75, 100].map((ring) => (
      <polygon key={ring} className="radar-ring" points={polygon(axes.map(() => ring))} />
    ))}
    {axes.map(({ name }, index) => (
      <polyline key={name} className="radar-ring" points={`${MIDDLE},${MIDDLE} ${at(index, axes.length, 100)}`} />
    ))}
    <polygon className="radar-most" points={polygon(axes.map(({ most }) => most))} />
    <polygon className="radar-score" points={polygon(axes.map(({ score }) => score))} />
    {axes.map(({ name, score }, index) => {
      const [x, y] = at(index, axes.length, 126).split(',')
      return (
        <text key={name} x={x} y={Number(y) + 4} textAnchor="middle">
          {name} {score}
        </text>
      )
    })}
  </svg>
)
