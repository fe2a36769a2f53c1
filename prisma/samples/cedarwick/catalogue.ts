/** What Cedarwick sells to laboratories. Illinois sales tax at the rate of Chicago, where goods are delivered there. */
import type { CatalogueItem } from '../sample-invoice'

export const salesTax = { category: 'S', rateBps: 1025 }
export const taxExempt = { category: 'E', rateBps: 0 }
export const outsideTax = { category: 'O' }

export const catalogue = {
  'PIP-200': {
    unitCode: 'C62',
    names: { en: 'Single-channel pipette, 20–200 µL', ar: 'ماصّة أحادية القناة، ٢٠–٢٠٠ ميكرولتر' },
    prices: { USD: '289.00', EUR: '268.00' },
    gtin: '2000003009084',
  },
  'TIP-200': {
    unitCode: 'XCS',
    names: { en: 'Filter tips 200 µL, sterile, 10 racks of 96', ar: 'رؤوس مرشّحة معقّمة ٢٠٠ ميكرولتر، ١٠ × ٩٦' },
    prices: { USD: '94.50', EUR: '88.40' },
  },
  'TIP-1000': {
    unitCode: 'XCS',
    names: { en: 'Filter tips 1000 µL, sterile, 10 racks of 96', ar: 'رؤوس مرشّحة معقّمة ١٠٠٠ ميكرولتر، ١٠ × ٩٦' },
    prices: { USD: '101.25', EUR: '94.90' },
  },
  'TUB-015': {
    unitCode: 'XCS',
    names: { en: 'Conical centrifuge tubes 15 mL, 500', ar: 'أنابيب طرد مركزي مخروطية ١٥ مل، ٥٠٠ أنبوب' },
    prices: { USD: '118.75', EUR: '110.60' },
  },
  'TUB-050': {
    unitCode: 'XCS',
    names: { en: 'Conical centrifuge tubes 50 mL, 500' },
    prices: { USD: '164.20', EUR: '153.00' },
  },
  'PLA-096': {
    unitCode: 'XCS',
    names: { en: 'PCR plates, 96-well, skirted, 50' },
    prices: { USD: '212.40', EUR: '198.10' },
  },
  'GLV-NTM': {
    unitCode: 'XCS',
    names: { en: 'Nitrile gloves, medium, 10 × 200' },
    prices: { USD: '139.90', EUR: '130.20' },
  },
  'GLV-NTL': {
    unitCode: 'XCS',
    names: { en: 'Nitrile gloves, large, 10 × 200' },
    prices: { USD: '139.90', EUR: '130.20' },
  },
  'VAC-EDT': {
    unitCode: 'XCS',
    names: { en: 'Vacuum blood tubes, K2 EDTA 4 mL, 1000', ar: 'أنابيب سحب الدم المفرّغة، EDTA ٤ مل، ١٠٠٠ أنبوب' },
    prices: { USD: '186.00', EUR: '173.50' },
  },
  'VAC-SST': {
    unitCode: 'XCS',
    names: { en: 'Vacuum blood tubes, serum gel 5 mL, 1000', ar: 'أنابيب مصل هلامية مفرّغة ٥ مل، ١٠٠٠ أنبوب' },
    prices: { USD: '221.50', EUR: '206.70' },
  },
  'SWB-NSP': {
    unitCode: 'XCS',
    names: { en: 'Nasopharyngeal swabs, flocked, 500' },
    prices: { USD: '178.30', EUR: '166.20' },
  },
  'SPC-CUP': {
    unitCode: 'XCS',
    names: { en: 'Specimen cups 120 mL, sterile, 300' },
    prices: { USD: '87.60', EUR: '81.70' },
  },
  'SHP-CNT': { unitCode: 'XCS', names: { en: 'Sharps containers 5 qt, 20' }, prices: { USD: '96.80', EUR: '90.30' } },
  'DIS-WIP': {
    unitCode: 'XCS',
    names: { en: 'Disinfectant wipes, 12 canisters' },
    prices: { USD: '74.15', EUR: '69.20' },
  },
  'SLD-FRS': {
    unitCode: 'XCS',
    names: { en: 'Frosted microscope slides, 1440' },
    prices: { USD: '63.45', EUR: '59.20' },
  },
  'CVR-022': {
    unitCode: 'XCS',
    names: { en: 'Cover glasses 22 × 22 mm, 2000' },
    prices: { USD: '58.90', EUR: '54.90' },
  },
  'BUF-PBS': { unitCode: 'XCS', names: { en: 'PBS buffer 10×, 6 × 1 L' }, prices: { USD: '132.00', EUR: '123.10' } },
  'ETH-070': { unitCode: 'XJC', names: { en: 'Ethanol 70 %, 5 gal' }, prices: { USD: '148.25', EUR: '138.30' } },
  'LAB-LBL': { unitCode: 'XRO', names: { en: 'Cryo labels, thermal, 1000' }, prices: { USD: '41.70', EUR: '38.90' } },
  'BAG-BIO': {
    unitCode: 'XCS',
    names: { en: 'Biohazard specimen bags, 1000' },
    prices: { USD: '69.35', EUR: '64.70' },
  },
  'CEN-24R': {
    unitCode: 'C62',
    names: { en: 'Refrigerated microcentrifuge, 24 places', ar: 'جهاز طرد مركزي دقيق مبرّد، ٢٤ موضعًا' },
    prices: { USD: '5480.00', EUR: '5112.00' },
  },
  'INC-170': {
    unitCode: 'C62',
    names: { en: 'CO₂ incubator, 170 L', ar: 'حاضنة ثاني أكسيد الكربون، ١٧٠ لترًا' },
    prices: { USD: '7925.00', EUR: '7390.00' },
  },
  'CAL-PIP': {
    unitCode: 'C62',
    names: { en: 'Pipette calibration, ISO 8655, per channel', ar: 'معايرة الماصّات وفق ISO 8655، لكل قناة' },
    prices: { USD: '38.00', EUR: '35.50' },
  },
  'SVC-PMV': {
    unitCode: 'C62',
    names: { en: 'Preventive maintenance visit', ar: 'زيارة صيانة وقائية' },
    prices: { USD: '640.00', EUR: '598.00' },
  },
} satisfies Record<string, CatalogueItem>
