import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { suite, test } from 'node:test'
import { businessName, emailAddress, nameCounts, person, phoneNumber, regions } from './people.ts'
import { address, areasOf } from './places.ts'
import { random } from './random.ts'

const many = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length

suite('chance', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const [a, b, c] = [random(42), random(42), random(43)]
    const first = many(5, a.next)
    deepEqual(many(5, b.next), first)
    ok(many(5, c.next).every((value, index) => value !== first[index]))
  })

  test('the numbers never change between versions, because the demo world hangs on them', () => {
    const chance = random('trunkline')
    deepEqual([chance.int(1, 1000), chance.int(1, 1000), chance.digits(4)], [477, 952, '7805'])
  })

  test('a fork does not disturb the stream it came from', () => {
    const [a, b] = [random(1), random(1)]
    many(10, a.fork('usage').next)
    equal(a.next(), b.next())
    ok(random(1).fork('usage').next() !== random(1).fork('people').next())
  })

  test('numbers fill their range evenly', () => {
    const chance = random(7)
    const throws = many(6000, () => chance.int(1, 6))
    for (const face of [1, 2, 3, 4, 5, 6]) ok(Math.abs(throws.filter((thrown) => thrown === face).length - 1000) < 120, `face ${face}`)
  })

  test('weights, bells and counts have the shape they promise', () => {
    const chance = random(8)
    const heads = many(4000, () =>
      chance.weighted([
        ['heads', 3],
        ['tails', 1],
        ['edge', 0],
      ] as const),
    )
    ok(Math.abs(heads.filter((side) => side === 'heads').length - 3000) < 120)
    ok(!heads.includes('edge'))
    ok(Math.abs(mean(many(4000, () => chance.normal(10, 2))) - 10) < 0.15)
    ok(Math.abs(mean(many(4000, () => chance.poisson(3))) - 3) < 0.15)
    ok(Math.abs(mean(many(4000, () => chance.poisson(200))) - 200) < 1.5)
  })

  test('shuffling loses nothing, sampling repeats nothing', () => {
    const cards = [...Array(52).keys()]
    const chance = random(9)
    deepEqual(
      chance.shuffle(cards).toSorted((a, b) => a - b),
      cards,
    )
    equal(new Set(chance.sample(cards, 10)).size, 10)
  })
})

const formats = {
  lagos: /^\+234(70|80|81|90)\d{8}$/,
  dhaka: /^\+8801[3-9]\d{8}$/,
  pune: /^\+91[6-9]\d{9}$/,
  austin: /^\+1(512|737|254|830)55501\d\d$/,
}

for (const region of regions)
  suite(region, () => {
    test('the same seed brings the same people to the same places', () => {
      const inhabitants = () => {
        const chance = random(5)
        return many(20, () => [
          person(chance, region),
          address(chance, region),
          phoneNumber(chance, region),
          businessName(chance, region, 'Old Town'),
        ])
      }
      deepEqual(inhabitants(), inhabitants())
    })

    test('there are names enough that five hundred customers seldom share one', () => {
      const { given, family } = nameCounts(region)
      ok(given >= 120, `${given} given names`)
      ok(family >= 80, `${family} family names`)
      const chance = random(6)
      const people = many(500, () => person(chance, region))
      ok(new Set(people.map((one) => `${one.given} ${one.family}`)).size > 450)
      for (const one of people) match(emailAddress(one, 7), /^[a-z]+\.[a-z]+7@mail\.example$/)
    })

    test('names are written in the script of the place, too', () => {
      const script = { lagos: null, dhaka: /^\p{Script=Bengali}+$/u, pune: /^\p{Script=Devanagari}+$/u, austin: null }[region]
      const chance = random(7)
      for (const { native } of many(300, () => person(chance, region))) {
        equal(native === null, script === null)
        if (script) for (const part of [native!.given, native!.family]) match(part, script)
      }
    })

    test('telephone numbers have the form of the country', () => {
      const chance = random(8)
      for (const number of many(300, () => phoneNumber(chance, region))) match(number, formats[region])
    })

    test('homes lie near the centre of their neighbourhood', () => {
      const chance = random(9)
      const centres = new Map(areasOf(region).map((area) => [area.name, area]))
      ok(centres.size >= 20)
      for (const home of many(300, () => address(chance, region))) {
        const centre = centres.get(home.area)!
        ok(Math.abs(home.latitude - centre.latitude) < 0.02 && Math.abs(home.longitude - centre.longitude) < 0.02)
        equal(home.postalCode, centre.postalCode)
      }
    })
  })
