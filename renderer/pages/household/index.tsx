import { Alert, Button, Space } from 'antd'
import { useEffect, useState } from 'react'
import type { County, Profile } from '../../../engine/contract.ts'
import { ColourLegend } from '../../parts/colour-legend.tsx'
import { ColourMark } from '../../parts/colour-mark.tsx'
import { percent, wholeNumber } from '../../parts/markings.ts'
import { Qr } from '../../parts/qr.tsx'
import { Radar } from '../../parts/radar.tsx'
import { Empty, Failed, Loading } from '../../parts/state-panel.tsx'
import { useAnswer } from '../../parts/use-answer.ts'
import { ask, useEngine } from '../../store/engine.ts'
import { back, refine, show, useView } from '../../store/view.ts'
import { words } from '../../words/zh-CN.ts'
import { AdversePanel } from './adverse-panel.tsx'
import { BookletDialog, RevealDialog } from './dialogs.tsx'
import { EvidencePanel } from './evidence-panel.tsx'
import './household.css'
import { LinkPanel } from './link-panel.tsx'
import { Members } from './members.tsx'
import { featureNamed, ofFeature, type Subject } from './subject.ts'
import { TypePanel } from './type-panel.tsx'

const { household: say } = words

/** The way through the list one came from, household by household. */
const Steps = ({ token }: { token: string }) => {
  const epoch = useEngine((state) => state.epoch)
  const { value } = useAnswer(() => ask('neighbours', { household: token }), JSON.stringify([epoch, token]))
  if (value === null) return null
  const step = (label: string, to: string | null) => (
    <Button disabled={to === null} onClick={() => to !== null && refine({ household: to })}>
      {label}
    </Button>
  )
  return (
    <>
      <small>{say.position(wholeNumber(value.position), wholeNumber(value.households))}</small>
      {step(say.before, value.before)}
      {step(say.after, value.after)}
    </>
  )
}

const Head = ({ profile, onPlain }: { profile: Profile; onPlain(plain: boolean): void }) => {
  const [asking, setAsking] = useState<'reveal' | 'print' | null>(null)
  return (
    <header className="panel household-head">
      <Qr text={profile.code} label={`${say.code} ${profile.code}`} />
      <div>
        <h1>
          {profile.token} <ColourMark colour={profile.colour} /> <small>{profile.primary}</small>
        </h1>
        <p>
          {profile.region.map(({ name }) => name).join(' › ')}　{say.address} {profile.address || say.missing}
        </p>
        <p>
          {say.registered} {profile.registered}　{say.size} {profile.size}　{say.missing} {percent(profile.missing)}　{say.code}{' '}
          {profile.code}
        </p>
      </div>
      <Space wrap>
        <Steps token={profile.token} />
        <Button onClick={back}>{say.back}</Button>
        <Button onClick={() => (profile.plain ? onPlain(false) : setAsking('reveal'))}>
          {profile.plain ? say.mask : say.reveal}
        </Button>
        <Button type="primary" onClick={() => setAsking('print')}>
          {say.print}
        </Button>
      </Space>
      {asking === 'reveal' && (
        <RevealDialog
          token={profile.token}
          onClose={() => setAsking(null)}
          onRevealed={() => {
            setAsking(null)
            onPlain(true)
          }}
        />
      )}
      {asking === 'print' && <BookletDialog token={profile.token} onClose={() => setAsking(null)} />}
    </header>
  )
}

const Money = ({ profile, onAsk }: { profile: Profile; onAsk(code: string): void }) => (
  <section className="panel">
    <h2>{say.money}</h2>
    <table className="plain">
      <tbody>
        {profile.money.map(({ group, label, value, feature }, index) => (
          <tr key={feature}>
            <td>{profile.money[index - 1]?.group === group ? '' : group}</td>
            <th scope="row">{label}</th>
            <td className="numeric">
              <button type="button" className="figure" onClick={() => onAsk(feature)}>
                {value}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const Causes = ({ profile, onAsk }: { profile: Profile; onAsk(code: string): void }) => (
  <section className="panel">
    <h2>{say.causes}</h2>
    <p className="facts">
      {profile.causes.map(({ label, state, feature }) => (
        <button key={feature} type="button" className={`fact cause-${state}`} onClick={() => onAsk(feature)}>
          {label}：{say.causeStates[state]}
        </button>
      ))}
    </p>
  </section>
)

interface ShownProps {
  county: County
  profile: Profile
  onPlain(plain: boolean): void
  /** Asks for the household anew. */
  again(): void
}

/** Fewer axes make no figure. */
const LEAST_AXES = 3

const Shown = ({ county, profile, onPlain, again }: ShownProps) => {
  const fact = useView(({ view }) => view.fact)
  const [trail, setTrail] = useState<Subject[]>([])
  const askFeature = (code: string): void => {
    const feature = featureNamed(profile, code)
    if (feature) setTrail([ofFeature(profile, feature)])
  }
  const askFact = (label: string): void => {
    const feature = county.memberFacts.find((one) => one.label === label)?.feature
    if (feature) askFeature(feature)
  }
  const first = profile.types.find(({ name }) => name === profile.primary) ?? profile.types[0]
  return (
    <div className="household">
      <Head profile={profile} onPlain={onPlain} />
      {profile.plain && <Alert type="warning" showIcon title={say.revealed} />}
      <AdversePanel facts={profile.adverse} wanted={fact} onJudged={again} />
      <div className="household-body">
        <div className="household-side">
          <Members members={profile.members} onFact={askFact} />
          <Causes profile={profile} onAsk={askFeature} />
          <Money profile={profile} onAsk={askFeature} />
          <LinkPanel links={profile.links} />
        </div>
        <section className="panel">
          <h2>{say.types}</h2>
          <div className="household-types">
            {profile.types.length >= LEAST_AXES && (
              <figure>
                <Radar
                  label={say.types}
                  axes={profile.types.map(({ name, score, scoreMax }) => ({ name, score, most: scoreMax }))}
                />
                <figcaption>{say.radar}</figcaption>
              </figure>
            )}
            <TypePanel
              types={profile.types}
              first={first?.code ?? ''}
              lines={county.lines}
              onAsk={(subject) => setTrail([subject])}
            />
          </div>
          <ColourLegend label={words.common.colourMeanings} colours={county.colours} />
        </section>
      </div>
      <EvidencePanel profile={profile} trail={trail} onTrail={setTrail} />
    </div>
  )
}

/** 家庭画像: one household, from its colours down to the rows. */
export const HouseholdPage = () => {
  const county = useEngine((state) => state.county)
  const epoch = useEngine((state) => state.epoch)
  const token = useView(({ view }) => view.household) ?? ''
  const [plain, setPlain] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another household is masked again
  useEffect(() => setPlain(false), [token, epoch])
  const answer = useAnswer(() => ask('profile', { household: token, plain }), JSON.stringify([epoch, token, plain]))
  if (!county || token === '') {
    const toOpen = (
      <Button type="primary" onClick={() => show({ page: county ? 'list' : 'open' })}>
        {county ? words.common.pages.list : words.common.toOpen}
      </Button>
    )
    return (
      <Empty title={county ? say.unknownHousehold : words.common.noCounty} hint={words.common.noCountyHint} action={toOpen} />
    )
  }
  if (answer.failure) return <Failed message={answer.failure.message} retry={words.common.retry} again={answer.again} />
  if (answer.value === null || answer.value.token !== token) return <Loading label={words.common.loading} />
  return <Shown county={county} profile={answer.value} onPlain={setPlain} again={answer.again} />
}
