/** What Wattenhorst sells: drives, couplings, parts and service, in the languages of its customers. */
import type { CatalogueItem, SampleLine } from '../sample-invoice'

export const germanVat = { category: 'S', rateBps: 1900 }

export const catalogue = {
  'GM-0750': {
    unitCode: 'C62',
    names: {
      de: 'Getriebemotor 0,75 kW, i = 20',
      ro: 'Motoreductor 0,75 kW, i = 20',
      fy: 'Oandriuwmotor 0,75 kW, i = 20',
    },
    prices: { EUR: '612.40', RON: '3089.00', CHF: '598.20' },
    gtin: '2000001001172',
  },
  'GM-2200': {
    unitCode: 'C62',
    names: {
      de: 'Getriebemotor 2,2 kW, i = 35, mit Bremse',
      ro: 'Motoreductor 2,2 kW, i = 35, cu frână',
      fy: 'Oandriuwmotor 2,2 kW, i = 35, mei rem',
    },
    prices: { EUR: '1184.00', RON: '5972.50', CHF: '1157.35' },
    gtin: '2000001002483',
  },
  'SH-4080': {
    unitCode: 'C62',
    names: {
      de: 'Spindelhubgetriebe 40 kN, Hub 800 mm',
      ro: 'Reductor cu șurub 40 kN, cursă 800 mm',
      fy: 'Spindelhefwurk 40 kN, slach 800 mm',
    },
    prices: { EUR: '946.75', RON: '4775.00', CHF: '925.15' },
  },
  'KU-0065': {
    unitCode: 'C62',
    names: { de: 'Klauenkupplung 65 mm', ro: 'Cuplaj cu gheare 65 mm', fy: 'Klaukoppeling 65 mm' },
    prices: { EUR: '48.35', RON: '243.90', CHF: '47.20' },
  },
  'FU-0110': {
    unitCode: 'C62',
    names: {
      de: 'Frequenzumrichter 11 kW, IP55',
      ro: 'Convertizor de frecvență 11 kW, IP55',
      fy: 'Frekwinsjeregeler 11 kW, IP55',
    },
    prices: { EUR: '1429.90', RON: '7212.00', CHF: '1396.80' },
    gtin: '2000002044116',
  },
  'ZR-2240': {
    unitCode: 'SET',
    names: {
      de: 'Keilriemen SPB 2240, Satz zu 4 Stück',
      ro: 'Curele trapezoidale SPB 2240, set de 4 bucăți',
      fy: 'V-riemen SPB 2240, set fan 4',
    },
    prices: { EUR: '92.16', RON: '464.80', CHF: '90.05' },
  },
  'OL-0220': {
    unitCode: 'XJC',
    names: {
      de: 'Getriebeöl CLP 220, Kanister 20 l',
      ro: 'Ulei de transmisie CLP 220, bidon 20 l',
      fy: 'Transmisje-oalje CLP 220, jerrycan 20 l',
    },
    prices: { EUR: '118.70', RON: '598.70', CHF: '116.00' },
  },
  'WI-1200': {
    unitCode: 'C62',
    names: {
      de: 'Seilwinde 1 200 kg, Trommel 60 m',
      ro: 'Troliu 1 200 kg, tambur 60 m',
      fy: 'Lier 1 200 kg, tromme 60 m',
    },
    prices: { EUR: '2365.00', RON: '11928.00', CHF: '2310.40' },
  },
  'SE-STD': {
    unitCode: 'HUR',
    names: {
      de: 'Servicetechniker vor Ort',
      ro: 'Tehnician de service la fața locului',
      fy: 'Servicemonteur op lokaasje',
    },
    prices: { EUR: '96.00', RON: '484.20', CHF: '94.00' },
  },
  'SE-ANF': {
    unitCode: 'C62',
    names: { de: 'Anfahrt, Zone 2', ro: 'Deplasare, zona 2', fy: 'Foarriden, sône 2' },
    prices: { EUR: '185.00', RON: '933.00', CHF: '180.00' },
  },
  'PR-INS': {
    unitCode: 'C62',
    names: {
      de: 'Jahresinspektion Antriebsstrang nach Prüfplan',
      ro: 'Inspecția anuală a transmisiei conform planului de verificare',
      fy: 'Jierlikse ynspeksje fan de oandriuwing neffens kontrôleplan',
    },
    prices: { EUR: '1240.00', RON: '6254.00', CHF: '1212.00' },
  },
} satisfies Record<string, CatalogueItem>

/** Series, bore, outer diameter and width in millimetres of deep groove ball bearings, with the price of one. */
const bearings: readonly (readonly [designation: string, dimensions: string, price: string])[] = [
  ['6000', '10 × 26 × 8', '3.18'],
  ['6001', '12 × 28 × 8', '3.24'],
  ['6002', '15 × 32 × 9', '3.61'],
  ['6003', '17 × 35 × 10', '3.97'],
  ['6004', '20 × 42 × 12', '4.68'],
  ['6005', '25 × 47 × 12', '5.22'],
  ['6006', '30 × 55 × 13', '6.49'],
  ['6007', '35 × 62 × 14', '8.13'],
  ['6008', '40 × 68 × 15', '9.76'],
  ['6009', '45 × 75 × 16', '12.04'],
  ['6010', '50 × 80 × 16', '13.57'],
  ['6200', '10 × 30 × 9', '3.36'],
  ['6201', '12 × 32 × 10', '3.49'],
  ['6202', '15 × 35 × 11', '3.72'],
  ['6203', '17 × 40 × 12', '4.05'],
  ['6204', '20 × 47 × 14', '4.81'],
  ['6205', '25 × 52 × 15', '5.44'],
  ['6206', '30 × 62 × 16', '7.02'],
  ['6207', '35 × 72 × 17', '9.18'],
  ['6208', '40 × 80 × 18', '11.35'],
  ['6209', '45 × 85 × 19', '13.20'],
  ['6210', '50 × 90 × 20', '14.66'],
  ['6300', '10 × 35 × 11', '4.12'],
  ['6301', '12 × 37 × 12', '4.37'],
  ['6302', '15 × 42 × 13', '4.94'],
  ['6303', '17 × 47 × 14', '5.58'],
  ['6304', '20 × 52 × 15', '6.27'],
  ['6305', '25 × 62 × 17', '8.41'],
  ['6306', '30 × 72 × 19', '10.96'],
  ['6307', '35 × 80 × 21', '14.33'],
  ['6308', '40 × 90 × 23', '18.09'],
]

/** Shaft, housing and width in millimetres of rotary shaft seals, with the price of one hundred. */
const seals: readonly (readonly [dimensions: string, pricePerHundred: string])[] = [
  ['10 × 26 × 7', '118.40'],
  ['12 × 28 × 7', '121.90'],
  ['15 × 35 × 7', '134.25'],
  ['17 × 40 × 7', '141.60'],
  ['20 × 42 × 7', '149.75'],
  ['25 × 47 × 7', '162.30'],
  ['28 × 52 × 7', '171.85'],
  ['30 × 52 × 7', '178.20'],
  ['35 × 62 × 8', '204.95'],
  ['38 × 62 × 8', '211.10'],
  ['40 × 68 × 8', '226.45'],
  ['45 × 62 × 8', '238.70'],
  ['45 × 75 × 8', '247.35'],
  ['50 × 72 × 8', '262.90'],
  ['55 × 80 × 8', '281.15'],
  ['60 × 85 × 8', '303.60'],
]

/** The yearly stock of bearings and seals: 47 lines, seals priced by the hundred, bearings at 12.5 % off the list. */
export const sparePartLines: readonly SampleLine[] = [
  ...bearings.map(([designation, dimensions, unitPrice], index) => ({
    name: `Rillenkugellager ${designation}-2RS`,
    description: `Abmessungen ${dimensions} mm, beidseitig gedichtet`,
    quantity: String(6 + ((index * 7) % 23) * 2),
    unitCode: 'C62',
    unitPrice,
    tax: germanVat,
    sellerItemId: `KL-${designation}`,
    orderLineReference: String((index + 1) * 10),
    allowancesAndCharges: [{ kind: 'allowance' as const, reason: 'Rahmenrabatt', reasonCode: '95', rateBps: 1250 }],
  })),
  ...seals.map(([dimensions, unitPrice], index) => ({
    name: `Wellendichtring ${dimensions} FKM`,
    quantity: String(25 + ((index * 5) % 8) * 15),
    unitCode: 'C62',
    unitPrice,
    priceBaseQuantity: '100',
    tax: germanVat,
    sellerItemId: `WD-${dimensions.replaceAll(' × ', '')}`,
    orderLineReference: String((bearings.length + index + 1) * 10),
  })),
]
