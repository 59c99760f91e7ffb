import type { Random } from '../random.ts'

const GIVEN =
  'joshua emily jack sophie thomas jessica lachlan chloe william hannah isabella matthew georgia daniel olivia benjamin ella samuel lauren james sarah nicholas grace ethan mia luke alexandra jacob caitlin ryan charlotte harrison madison liam emma alexander zoe mitchell abbey connor brianna cooper holly jayden ruby callum lucy dylan erin max mikayla jordan amy tyler tahlia isaac bethany riley hayley blake imogen oliver paige noah rachel finn jasmine bailey sienna zachary nicole adam jade aidan laura kyle amelia angus teagan harry brooke david kayla patrick rebecca hamish elise nathan stephanie kai anneliese oscar michaela sebastian natasha hugo phoebe toby eliza logan claire marcus taylah tristan indiana jake lara timothy molly jasper kiandra caleb jorja reuben tiarna max ebony'.split(
    ' ',
  )
const SURNAMES =
  'white clarke ryan campbell nguyen green smith jones brown williams wilson taylor johnson martin anderson thompson walker harris lee king hall wright matthews robinson webb reid dixon kelly mitchell evans scott hughes ward bishop morrison coleman neumann lodge donaldson burford petersen carbone blake lowe miles noble rudd coffey stephenson parr dolan maynard heerey hathaway sallis vincent marshall gallagher purtell kranz'.split(
    ' ',
  )
const STREETS = 'street place crescent close circuit court drive avenue road way'.split(' ')
const STATES = { nsw: 34, vic: 25, qld: 20, wa: 9, sa: 8, tas: 3, act: 2, nt: 1 }
const ONSETS = 'b br c ch cl cr d dr f fl g gr h j k kn l m n p pr r s sh st t th tr v w wh'.split(' ')
const VOWELS = 'a e i o u ai ea ee oo ou ay'.split(' ')
const CODAS = 'n r l t s m d ck nd rt ll ss th ng rd'.split(' ')
const ENDS = 'son man ton ley field worth er ford well more ham wood '.split(' ')

const syllable = (random: Random): string => random.pick(ONSETS) + random.pick(VOWELS) + random.pick(CODAS)

/** Words of which the first are common and the last rare, as names are (Zipf). */
class Words {
  private readonly ends: number[] = []
  private readonly total: number

  constructor(
    readonly words: readonly string[],
    power = 0.9,
  ) {
    let sum = 0
    for (const [rank] of words.entries()) {
      sum += 1 / (rank + 3) ** power
      this.ends.push(sum)
    }
    this.total = sum
  }

  draw(random: Random): string {
    const place = random.next() * this.total
    let [low, high] = [0, this.ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.ends[middle] as number) > place) high = middle
      else low = middle + 1
    }
    return this.words[low] as string
  }
}

const more = (known: readonly string[], size: number, make: () => string): string[] => {
  const words = new Set(known)
  while (words.size < size) words.add(make())
  return [...words]
}

/** What Australian records are made of. */
export const vocabulary = (random: Random) => {
  const surname = () => syllable(random) + random.pick(ENDS)
  return {
    given: new Words(more(GIVEN, 700, () => syllable(random) + random.pick(['a', 'y', 'ie', 'en', 'el', '']))),
    surname: new Words(more(SURNAMES, 2_200, surname), 0.75),
    street: new Words(
      more([], 2_600, () => `${surname()} ${random.pick(STREETS)}`),
      0.4,
    ),
    house: new Words(
      more([], 1_500, () => `${surname()} ${random.pick(['park', 'village', 'flat', 'farm', 'lodge'])}`),
      0.5,
    ),
    suburb: new Words(
      more([], 1_600, () => (random.chance(0.2) ? `${random.pick(['north', 'port', 'mount'])} ` : '') + surname()),
      0.5,
    ),
    postcode: new Words(
      more([], 1_100, () => String(random.int(2000, 7999))),
      0.4,
    ),
    state: () => random.choose(STATES),
  }
}
