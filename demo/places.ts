// Where people of the demo world live: neighbourhoods with their centres, streets as they are named there.
import type { Region } from './people.ts'
import type { Random } from './random.ts'

export interface Area {
  readonly name: string
  readonly latitude: number
  readonly longitude: number
  readonly postalCode: string
}

export interface Address {
  readonly line: string
  readonly area: string
  readonly city: string
  readonly state: string
  readonly postalCode: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly latitude: number
  readonly longitude: number
}

interface City {
  readonly name: string
  readonly state: string
  readonly country: string
  readonly areas: readonly Area[]
  readonly streets: readonly string[]
  /** How a house is written there. */
  line(random: Random, street: string): string
}

/** `Yaba 6.5095 3.3711 101245`, one a line; the name may have spaces. */
function areas(text: string): readonly Area[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.trim().split(' ')
      const [latitude = '', longitude = '', postalCode = ''] = words.splice(-3)
      return { name: words.join(' '), latitude: Number(latitude), longitude: Number(longitude), postalCode }
    })
}

const streets = (text: string) => text.trim().split(/\s*,\s*/)

const cities: Readonly<Record<Region, City>> = {
  lagos: {
    name: 'Lagos',
    state: 'Lagos',
    country: 'NG',
    areas: areas(`
      Yaba 6.5095 3.3711 101245
      Ebute Metta 6.4876 3.3795 101212
      Surulere 6.4969 3.3534 101283
      Mushin 6.5273 3.3547 102215
      Oshodi 6.5550 3.3430 102214
      Ikeja 6.6018 3.3515 101233
      Ogba 6.6306 3.3386 101232
      Agege 6.6180 3.3209 102212
      Maryland 6.5720 3.3670 101211
      Gbagada 6.5537 3.3915 102216
      Bariga 6.5390 3.3860 102216
      Ketu 6.5960 3.3870 105102
      Magodo 6.6150 3.3820 105103
      Ojota 6.5860 3.3790 105102
      Festac Town 6.4660 3.2830 102312
      Apapa 6.4490 3.3590 102272
      Lagos Island 6.4541 3.3947 101221
      Ikoyi 6.4550 3.4350 106104
      Victoria Island 6.4281 3.4219 106104
      Lekki Phase 1 6.4478 3.4723 106104
      Ajah 6.4698 3.5667 106101
      Ikorodu 6.6194 3.5105 104101`),
    streets: streets(`
      Herbert Macaulay Way, Bode Thomas Street, Adeniran Ogunsanya Street, Allen Avenue, Opebi Road, Awolowo Road, Admiralty Way, Akerele Road,
      Ojuelegba Road, Tejuosho Street, Commercial Avenue, Montgomery Road, Borno Way, Ikorodu Road, Toyin Street, Adeola Odeku Street, Ogunlana Drive,
      Masha Road, Lawanson Road, Oduduwa Crescent, Isaac John Street, Diya Street, Bajulaiye Road, Odunlade Street, Fola Agoro Street, Kilo Road`),
    line: (random, street) => `${random.chance(0.4) ? `Flat ${random.int(1, 8)}, ` : ''}${random.int(1, 140)} ${street}`,
  },
  dhaka: {
    name: 'Dhaka',
    state: 'Dhaka',
    country: 'BD',
    areas: areas(`
      Mirpur 1 23.7956 90.3537 1216
      Mirpur 10 23.8069 90.3687 1216
      Pallabi 23.8245 90.3640 1216
      Kazipara 23.7972 90.3727 1216
      Shyamoli 23.7747 90.3654 1207
      Mohammadpur 23.7658 90.3584 1207
      Adabor 23.7717 90.3567 1207
      Dhanmondi 23.7461 90.3742 1209
      Lalmatia 23.7557 90.3690 1207
      Hazaribagh 23.7333 90.3644 1209
      Azimpur 23.7288 90.3842 1205
      Lalbagh 23.7189 90.3882 1211
      Farmgate 23.7575 90.3905 1215
      Tejgaon 23.7597 90.3994 1208
      Moghbazar 23.7490 90.4036 1217
      Malibagh 23.7499 90.4130 1217
      Khilgaon 23.7503 90.4253 1219
      Rampura 23.7612 90.4208 1219
      Badda 23.7807 90.4267 1212
      Gulshan 23.7925 90.4078 1212
      Banani 23.7937 90.4066 1213
      Bashundhara 23.8151 90.4255 1229
      Uttara 23.8759 90.3795 1230
      Jatrabari 23.7104 90.4349 1204`),
    streets: streets(`
      Road 1, Road 2, Road 3, Road 4, Road 5, Road 7, Road 8/A, Road 9/A, Road 11, Road 12, Road 14, Road 15, Road 27, Avenue 1, Avenue 5, Main Road,
      School Road, Masjid Lane, Bazar Road, Begum Rokeya Avenue, Ring Road, Satmasjid Road, Salimullah Road, Iqbal Road, Tajmahal Road, Nurjahan Road`),
    line: (random, street) =>
      `House ${random.int(1, 90)}, ${street}${random.chance(0.5) ? `, Flat ${random.int(1, 9)}${random.pick(['A', 'B', 'C', 'D'])}` : ''}`,
  },
  pune: {
    name: 'Pune',
    state: 'Maharashtra',
    country: 'IN',
    areas: areas(`
      Kothrud 18.5074 73.8077 411038
      Karve Nagar 18.4900 73.8180 411052
      Warje 18.4830 73.8000 411058
      Bavdhan 18.5150 73.7780 411021
      Baner 18.5590 73.7868 411045
      Balewadi 18.5740 73.7690 411045
      Aundh 18.5580 73.8075 411007
      Pashan 18.5410 73.7920 411008
      Wakad 18.5980 73.7620 411057
      Hinjawadi 18.5910 73.7380 411057
      Pimple Saudagar 18.5980 73.7980 411027
      Pimpri 18.6279 73.8009 411018
      Chinchwad 18.6440 73.7950 411033
      Nigdi 18.6510 73.7680 411044
      Shivajinagar 18.5308 73.8475 411005
      Deccan Gymkhana 18.5170 73.8410 411004
      Sadashiv Peth 18.5100 73.8490 411030
      Swargate 18.5018 73.8636 411042
      Bibwewadi 18.4760 73.8640 411037
      Katraj 18.4529 73.8570 411046
      Kondhwa 18.4700 73.8900 411048
      Hadapsar 18.5089 73.9260 411028
      Magarpatta 18.5150 73.9270 411028
      Kharadi 18.5510 73.9410 411014
      Viman Nagar 18.5679 73.9143 411014
      Koregaon Park 18.5362 73.8940 411001
      Yerawada 18.5530 73.8830 411006
      Wagholi 18.5800 73.9830 412207`),
    streets: streets(`
      Paud Road, Karve Road, Baner Road, Sinhagad Road, Satara Road, Solapur Road, Nagar Road, Tilak Road, Laxmi Road, Law College Road,
      Fergusson College Road, Senapati Bapat Road, DP Road, Dhole Patil Road, North Main Road, Ganesh Nagar Lane 2, Mayur Colony Lane 4, Rahul Nagar,
      Kumbre Park Road, Sus Road, Datta Mandir Road, Pandit Colony, Model Colony Road, Prabhat Road Lane 9, Bhandarkar Road, Salunke Vihar Road`),
    line: (random, street) =>
      `${random.pick(['A', 'B', 'C', 'D'])}-${random.int(1, 12)}0${random.int(1, 8)}, ${random.pick(societies)} Society, ${street}`,
  },
  austin: {
    name: 'Austin',
    state: 'TX',
    country: 'US',
    areas: areas(`
      Downtown 30.2672 -97.7431 78701
      East Austin 30.2620 -97.7160 78702
      Cherrywood 30.2910 -97.7150 78722
      Mueller 30.2980 -97.7050 78723
      Hyde Park 30.3050 -97.7270 78751
      North Loop 30.3180 -97.7220 78751
      Crestview 30.3410 -97.7270 78757
      Allandale 30.3380 -97.7440 78757
      Tarrytown 30.2960 -97.7710 78703
      Clarksville 30.2800 -97.7580 78703
      Zilker 30.2610 -97.7680 78704
      Bouldin Creek 30.2530 -97.7530 78704
      Travis Heights 30.2440 -97.7430 78704
      Barton Hills 30.2520 -97.7830 78704
      South Lamar 30.2400 -97.7840 78704
      Montopolis 30.2330 -97.7000 78741
      Riverside 30.2340 -97.7210 78741
      Sunset Valley 30.2260 -97.8160 78745
      Circle C Ranch 30.1830 -97.8890 78739
      Oak Hill 30.2350 -97.8580 78735
      Northwest Hills 30.3580 -97.7580 78731
      The Domain 30.4020 -97.7250 78758
      Windsor Park 30.3110 -97.6900 78723
      Wells Branch 30.4420 -97.6790 78728`),
    streets: streets(`
      Congress Avenue, Guadalupe Street, Lamar Boulevard, Burnet Road, Duval Street, Manor Road, Airport Boulevard, Barton Springs Road,
      Oltorf Street, Riverside Drive, Mary Street, Annie Street, Monroe Street, Cesar Chavez Street, Rosewood Avenue, Chicon Street, Berkman Drive,
      Shoal Creek Boulevard, Exposition Boulevard, Enfield Road, Balcones Drive, Far West Boulevard, Mesa Drive, Koenig Lane, Woodrow Avenue`),
    line: (random, street) => `${random.int(100, 9800)} ${street}${random.chance(0.35) ? `, Apt ${random.int(1, 30)}` : ''}`,
  },
}

const societies = [
  'Saptagiri',
  'Shivneri',
  'Rohan',
  'Ganga',
  'Kumar',
  'Vrindavan',
  'Swapna',
  'Amrut',
  'Sahyadri',
  'Indrayani',
  'Mayur',
  'Nandan',
]

export function areasOf(region: Region): readonly Area[] {
  return cities[region].areas
}

/** A home in a neighbourhood of the region, or in the one given, a few hundred metres from its centre. */
export function address(random: Random, region: Region, area: Area = random.pick(cities[region].areas)): Address {
  const { name, state, country, streets: known, line } = cities[region]
  return {
    line: line(random, random.pick(known)),
    area: area.name,
    city: name,
    state,
    postalCode: area.postalCode,
    country,
    ...near(random, area, 350),
  }
}

const metresPerDegree = 111_320

/** A point at about the given distance, rounded to a metre. */
export function near(
  random: Random,
  centre: Pick<Area, 'latitude' | 'longitude'>,
  metres: number,
): { latitude: number; longitude: number } {
  const degrees = metres / metresPerDegree
  const perLongitude = Math.cos((centre.latitude * Math.PI) / 180)
  return {
    latitude: round(centre.latitude + random.normal(0, degrees)),
    longitude: round(centre.longitude + random.normal(0, degrees / perLongitude)),
  }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
