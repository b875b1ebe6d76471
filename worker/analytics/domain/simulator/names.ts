/** The world the demo company sells into. All of it is invented. */

export interface KnownCompany {
  readonly name: string
  readonly industry: string
  readonly city: string
  readonly country: string
  readonly employees: number
  readonly people?: readonly (readonly [name: string, jobTitle: string])[]
}

export const KNOWN_COMPANIES: readonly KnownCompany[] = [
  {
    name: 'Rheinwerk Papier',
    industry: 'Paper',
    city: 'Düren',
    country: 'Germany',
    employees: 860,
    people: [
      ['Mei-Ling Chou', 'Plant engineering'],
      ['Henrik Baum', 'Maintenance'],
      ['Defne Öztürk', 'Purchasing'],
      ['Jürgen Vogt', 'Finance'],
    ],
  },
  {
    name: 'Nordmøre Fisk',
    industry: 'Food and cold chain',
    city: 'Ålesund',
    country: 'Norway',
    employees: 420,
    people: [
      ['Sigrid Håkonsen', 'Site operations'],
      ['Lars Eide', 'Purchasing'],
      ['Ingrid Moe', 'Quality'],
    ],
  },
  {
    name: 'Silesia Foundries',
    industry: 'Metals',
    city: 'Gliwice',
    country: 'Poland',
    employees: 1350,
    people: [
      ['Tomasz Wolski', 'Maintenance'],
      ['Agnieszka Lis', 'Purchasing'],
      ['Marek Duda', 'Plant engineering'],
    ],
  },
  {
    name: 'Adriatic Bunkering',
    industry: 'Ports and logistics',
    city: 'Rijeka',
    country: 'Croatia',
    employees: 210,
    people: [
      ['Ana Kovac', 'Operations'],
      ['Ivan Perić', 'Safety'],
      ['Luka Babić', 'Finance'],
    ],
  },
  {
    name: 'Duna Power',
    industry: 'Energy',
    city: 'Győr',
    country: 'Hungary',
    employees: 640,
    people: [
      ['Zoltán Farkas', 'Operations'],
      ['Eszter Nagy', 'Legal'],
      ['Balázs Kiss', 'Maintenance'],
    ],
  },
  { name: 'Moulins Aubry', industry: 'Food and cold chain', city: 'Dijon', country: 'France', employees: 180 },
  {
    name: 'Stadsarkiv Utrecht',
    industry: 'Archives and museums',
    city: 'Utrecht',
    country: 'Netherlands',
    employees: 95,
  },
  { name: 'Brasserie Delhaye', industry: 'Food and cold chain', city: 'Namur', country: 'Belgium', employees: 140 },
  {
    name: 'Meridian Cold Chain',
    industry: 'Food and cold chain',
    city: 'Rotterdam',
    country: 'Netherlands',
    employees: 510,
  },
  { name: 'Voltara Batteries', industry: 'Electronics', city: 'Skellefteå', country: 'Sweden', employees: 2100 },
  { name: 'Casa Moreno', industry: 'Food and cold chain', city: 'Murcia', country: 'Spain', employees: 75 },
  { name: 'Lakeland Water', industry: 'Water', city: 'Kendal', country: 'United Kingdom', employees: 330 },
  { name: 'Hokuto Precision', industry: 'Electronics', city: 'Sapporo', country: 'Japan', employees: 720 },
  { name: 'Aarhus Fjernvarme', industry: 'Energy', city: 'Aarhus', country: 'Denmark', employees: 260 },
  { name: 'Anatolia Pressworks', industry: 'Metals', city: 'Bursa', country: 'Türkiye', employees: 980 },
  { name: 'Oriel Pharma', industry: 'Pharma', city: 'Cork', country: 'Ireland', employees: 560 },
  { name: 'Baltic Rail Cargo', industry: 'Ports and logistics', city: 'Gdynia', country: 'Poland', employees: 1700 },
  { name: 'Solvex Chemie', industry: 'Chemicals', city: 'Leverkusen', country: 'Germany', employees: 1240 },
  {
    name: 'Porto Seco Logistics',
    industry: 'Ports and logistics',
    city: 'Setúbal',
    country: 'Portugal',
    employees: 310,
  },
  { name: 'Fresco Mercados', industry: 'Food and cold chain', city: 'Valencia', country: 'Spain', employees: 890 },
  { name: 'Kessler Glas', industry: 'Metals', city: 'Jena', country: 'Germany', employees: 230 },
]

export interface Trade {
  readonly industry: string
  /** What companies of the trade are called after their place. */
  readonly words: readonly string[]
  /** Log-odds, as a share of what a well-known trade is worth. */
  readonly known: number
}

export const TRADES: readonly Trade[] = [
  { industry: 'Paper', words: ['Papier', 'Board Mills', 'Paper', 'Cartons'], known: 1 },
  { industry: 'Food and cold chain', words: ['Dairies', 'Foods', 'Cold Stores', 'Brewery', 'Bakeries'], known: 0.5 },
  { industry: 'Metals', words: ['Foundry', 'Castings', 'Steelworks', 'Forge'], known: 1 },
  { industry: 'Energy', words: ['Energi', 'Heat and Power', 'Stadtwerke', 'Windpower'], known: 0.2 },
  { industry: 'Pharma', words: ['Pharma', 'Biologics', 'Labs'], known: -0.6 },
  { industry: 'Chemicals', words: ['Chemie', 'Coatings', 'Resins', 'Polymers'], known: 0 },
  { industry: 'Water', words: ['Water', 'Wasserwerke', 'Utilities'], known: 0.8 },
  { industry: 'Ports and logistics', words: ['Terminals', 'Cargo', 'Logistics', 'Shipping'], known: -0.4 },
  { industry: 'Electronics', words: ['Precision', 'Components', 'Wafers'], known: -0.8 },
  { industry: 'Archives and museums', words: ['Archive', 'Museum'], known: -1 },
]

export const PLACES: readonly (readonly [place: string, city: string, country: string])[] = [
  ['Adler', 'Kassel', 'Germany'],
  ['Alster', 'Hamburg', 'Germany'],
  ['Ardenne', 'Bastogne', 'Belgium'],
  ['Arno', 'Pisa', 'Italy'],
  ['Baltica', 'Klaipėda', 'Lithuania'],
  ['Brenner', 'Innsbruck', 'Austria'],
  ['Brigg', 'Hull', 'United Kingdom'],
  ['Carrick', 'Derry', 'United Kingdom'],
  ['Castellón', 'Castellón', 'Spain'],
  ['Dalarna', 'Falun', 'Sweden'],
  ['Drava', 'Maribor', 'Slovenia'],
  ['Eifel', 'Trier', 'Germany'],
  ['Elbe', 'Dresden', 'Germany'],
  ['Fenland', 'Ely', 'United Kingdom'],
  ['Fjord', 'Bergen', 'Norway'],
  ['Galway', 'Galway', 'Ireland'],
  ['Garonne', 'Bordeaux', 'France'],
  ['Gotland', 'Visby', 'Sweden'],
  ['Hansa', 'Lübeck', 'Germany'],
  ['Harz', 'Goslar', 'Germany'],
  ['Humber', 'Grimsby', 'United Kingdom'],
  ['Isar', 'Landshut', 'Germany'],
  ['Jura', 'Besançon', 'France'],
  ['Kalmar', 'Kalmar', 'Sweden'],
  ['Karst', 'Koper', 'Slovenia'],
  ['Ladoga', 'Lappeenranta', 'Finland'],
  ['Limfjord', 'Aalborg', 'Denmark'],
  ['Loire', 'Nantes', 'France'],
  ['Maas', 'Venlo', 'Netherlands'],
  ['Mondego', 'Coimbra', 'Portugal'],
  ['Morava', 'Brno', 'Czechia'],
  ['Neckar', 'Heilbronn', 'Germany'],
  ['Oder', 'Szczecin', 'Poland'],
  ['Oulu', 'Oulu', 'Finland'],
  ['Pannonia', 'Pécs', 'Hungary'],
  ['Pennine', 'Halifax', 'United Kingdom'],
  ['Randers', 'Randers', 'Denmark'],
  ['Rhône', 'Valence', 'France'],
  ['Saar', 'Völklingen', 'Germany'],
  ['Savona', 'Savona', 'Italy'],
  ['Scheldt', 'Antwerp', 'Belgium'],
  ['Severn', 'Worcester', 'United Kingdom'],
  ['Skåne', 'Malmö', 'Sweden'],
  ['Tagus', 'Toledo', 'Spain'],
  ['Tatra', 'Poprad', 'Slovakia'],
  ['Telemark', 'Skien', 'Norway'],
  ['Thames', 'Reading', 'United Kingdom'],
  ['Ticino', 'Lugano', 'Switzerland'],
  ['Trent', 'Derby', 'United Kingdom'],
  ['Tyne', 'Gateshead', 'United Kingdom'],
  ['Vardar', 'Skopje', 'North Macedonia'],
  ['Vienne', 'Limoges', 'France'],
  ['Vistula', 'Toruń', 'Poland'],
  ['Wallonia', 'Liège', 'Belgium'],
  ['Weser', 'Bremen', 'Germany'],
  ['Zeeland', 'Vlissingen', 'Netherlands'],
]

export const FIRST_NAMES = (
  'Aino Alessia Amara Anders Andrei Anouk Astrid Beatriz Bogdan Camille Carlos Chiara Cillian Clara Daniel Dorota Elif Emil ' +
  'Emre Eva Femke Fiona Francesca Georg Giulia Hanna Hugo Imani Ines Jakob Jan Joana Johan Julia Karin Katarzyna Kenji Lena ' +
  'Leon Linnea Lucía Magnus Maja Malik Margot Marta Mateo Matthias Mirela Nadia Niamh Nikola Nils Noor Ola Olivia Omar ' +
  'Oskar Paola Pavel Petra Piotr Rafael Rania Rebecca Ronan Sanne Sara Sebastian Selin Simon Sofie Stefan Tariq Thandi ' +
  'Theo Tiago Valerie Viktor Wanda Yusuf Zofia'
).split(' ')

export const LAST_NAMES = (
  'Aalto Albers Almeida Andersson Arslan Bakker Becker Bianchi Bjerke Blanc Bondar Brandt Byrne Caron Costa Dahl Demir ' +
  'Dubois Dvořák Eklund Evans Fabre Ferreira Fischer Fontana Gallo García Gruber Haddad Hansen Hartmann Horvat Hughes ' +
  'Ibrahim Jansen Jensen Kaya Keller Kowalski Kristiansen Kruse Laine Lambert Larsen Lindgren Lopes Maes Marino Martin ' +
  'Mensink Moretti Murphy Mäkinen Nielsen Novak Nowak Okoye Olsen Pereira Petrov Popescu Rantanen Reyes Ricci Rossi Santos ' +
  'Schmitt Silva Sørensen Steiner Svensson Szabo Tamm Toth Vermeer Visser Walsh Weber Wójcik Yilmaz Zimmermann'
).split(' ')

export const JOB_TITLES = [
  'Plant engineering',
  'Maintenance',
  'Purchasing',
  'Finance',
  'Operations',
  'Quality',
  'Automation',
  'Safety',
] as const

/** The people of the demo company: manager first in each team. */
export const TEAMS = [
  {
    name: 'Team West',
    members: ['Marta Lindqvist', 'Inês Carvalho', 'Kofi Mensah', 'Freya Holm', 'Priya Raman'],
  },
  { name: 'Team East', members: ['Ulrike Sander', 'Yuki Tanaka', 'Lucas Moreau'] },
] as const

export const ADMIN = 'Sofia Tervo'

/** Whom one signs in as to try the demo company: the same people whatever the day, the rep of the manager's team. */
export const SHOWN_AS = { sales_rep: 'Freya Holm', manager: 'Marta Lindqvist', org_admin: ADMIN } as const

/** An open deal that the company talks about. */
export interface KnownDeal {
  readonly customer: string
  readonly title: string
  readonly sku: string
  readonly stage: string
  /** Major units. */
  readonly amount: number
  readonly owner: string
  /** About how likely it should look by now. */
  readonly chance: number
}

const known = (
  customer: string,
  title: string,
  sku: string,
  stage: string,
  amount: number,
  owner: string,
  chance: number,
): KnownDeal => ({ customer, title, sku, stage, amount, owner, chance })

const [INES, KOFI, FREYA, PRIYA, YUKI] = [
  'Inês Carvalho',
  'Kofi Mensah',
  'Freya Holm',
  'Priya Raman',
  'Yuki Tanaka',
] as const

export const KNOWN_DEALS: readonly KnownDeal[] = [
  known('Moulins Aubry', 'Level sensors, 40 silos', 'LX-10', 'Qualified', 91_000, INES, 0.31),
  known('Stadsarkiv Utrecht', 'Ambient logging, archive', 'HX-2', 'Qualified', 12_400, FREYA, 0.27),
  known('Brasserie Delhaye', 'Flow meters, plant 2', 'FX-6', 'Qualified', 62_000, KOFI, 0.22),
  known('Meridian Cold Chain', 'Humidity probes, 3 depots', 'HX-2', 'Qualified', 28_500, YUKI, 0.18),
  known('Voltara Batteries', 'Gas detection, cell hall', 'GX-4', 'Qualified', 240_000, PRIYA, 0.14),
  known('Casa Moreno', 'Oven profiling kit', 'TX-8', 'Discovery', 18_900, FREYA, 0.46),
  known('Lakeland Water', 'Leak detection, ring main', 'FX-6', 'Discovery', 76_000, KOFI, 0.41),
  known('Silesia Foundries', 'Bearing temperature rollout', 'TX-8', 'Discovery', 133_000, INES, 0.38),
  known('Adriatic Bunkering', 'Tank level telemetry', 'LX-10', 'Discovery', 54_600, INES, 0.24),
  known('Hokuto Precision', 'Cleanroom particle sensing', 'CX-1', 'Pilot', 87_200, YUKI, 0.61),
  known('Nordmøre Fisk', 'Cold-store monitoring, 12 sites', 'RX-3', 'Pilot', 148_000, INES, 0.57),
  known('Aarhus Fjernvarme', 'Boiler-house pressure retrofit', 'PX-12', 'Pilot', 66_000, FREYA, 0.52),
  known('Anatolia Pressworks', 'Press-line condition monitoring', 'VX-20', 'Pilot', 205_000, INES, 0.44),
  known('Oriel Pharma', 'Sterile-store humidity', 'HX-2', 'Proposal', 42_300, PRIYA, 0.71),
  known('Rheinwerk Papier', 'Vibration monitoring, lines 3–6', 'VX-20', 'Proposal', 184_000, INES, 0.64),
  known('Baltic Rail Cargo', 'Wagon hot-box detectors', 'TX-8', 'Proposal', 96_000, KOFI, 0.55),
  known('Solvex Chemie', 'Gas detection upgrade', 'GX-4', 'Proposal', 119_000, INES, 0.48),
  known('Porto Seco Logistics', 'Dock weighing sensors', 'WX-5', 'Negotiation', 39_900, FREYA, 0.91),
  known('Fresco Mercados', 'Refrigerant monitoring', 'RX-3', 'Negotiation', 72_500, PRIYA, 0.86),
  known('Duna Power', 'Pump health, 3 stations', 'PX-12', 'Negotiation', 64_000, INES, 0.69),
]
