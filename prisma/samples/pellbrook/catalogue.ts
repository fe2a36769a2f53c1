/**
 * What Pellbrook sells to kitchens and tea rooms. Most food is zero-rated in the United Kingdom; confectionery, soft
 * drinks and everything that is not food bears 20 % (VAT Notice 701/14).
 */
import type { CatalogueItem } from '../sample-invoice'

export const zeroRated = { category: 'Z', rateBps: 0 }
export const standardRated = { category: 'S', rateBps: 2000 }

export const catalogue = {
  'TEA-BRK': {
    unitCode: 'XCS',
    names: {
      en: 'Breakfast tea, 500 bags',
      ro: 'Ceai negru pentru micul dejun, 500 de plicuri',
      ar: 'شاي الإفطار الأسود، ٥٠٠ كيس',
    },
    prices: { GBP: '21.40', KWD: '8.350' },
    tax: zeroRated,
  },
  'TEA-EGR': {
    unitCode: 'XCS',
    names: { en: 'Earl Grey, 500 bags', ro: 'Ceai Earl Grey, 500 de plicuri', ar: 'شاي إيرل غراي، ٥٠٠ كيس' },
    prices: { GBP: '24.85', KWD: '9.675' },
    tax: zeroRated,
  },
  'COF-ESP': {
    unitCode: 'KGM',
    names: { en: 'Espresso beans, dark roast', ro: 'Cafea boabe pentru espresso, prăjire închisă' },
    prices: { GBP: '14.90' },
    tax: zeroRated,
  },
  'FLR-STR': {
    unitCode: 'XBG',
    names: { en: 'Strong white bread flour, 16 kg', ro: 'Făină albă pentru pâine, 16 kg' },
    prices: { GBP: '13.75' },
    tax: zeroRated,
  },
  'FLR-WHO': {
    unitCode: 'XBG',
    names: { en: 'Stoneground wholemeal flour, 16 kg', ro: 'Făină integrală măcinată la piatră, 16 kg' },
    prices: { GBP: '15.20' },
    tax: zeroRated,
  },
  'SUG-GRN': {
    unitCode: 'XBG',
    names: { en: 'Granulated sugar, 25 kg', ro: 'Zahăr tos, 25 kg' },
    prices: { GBP: '24.60' },
    tax: zeroRated,
  },
  'BUT-UNS': {
    unitCode: 'XCS',
    names: { en: 'Unsalted butter, 40 × 250 g', ro: 'Unt nesărat, 40 × 250 g' },
    prices: { GBP: '68.90' },
    tax: zeroRated,
  },
  'EGG-FRL': {
    unitCode: 'XCS',
    names: { en: 'Free-range eggs, medium, 15 dozen', ro: 'Ouă de la găini crescute în aer liber, M, 180 bucăți' },
    prices: { GBP: '32.15' },
    tax: zeroRated,
  },
  'MLK-UHT': { unitCode: 'XCS', names: { en: 'UHT whole milk, 12 × 1 l' }, prices: { GBP: '11.35' }, tax: zeroRated },
  'CRM-DBL': { unitCode: 'XCS', names: { en: 'Double cream, 6 × 2 l' }, prices: { GBP: '52.40' }, tax: zeroRated },
  'BAC-BCK': { unitCode: 'KGM', names: { en: 'Unsmoked back bacon, sliced' }, prices: { GBP: '7.85' }, tax: zeroRated },
  'SAU-PRK': {
    unitCode: 'KGM',
    names: { en: 'Pork sausages, 8 to the pound' },
    prices: { GBP: '6.20' },
    tax: zeroRated,
  },
  'POT-CHP': { unitCode: 'XCS', names: { en: 'Chilled chips, 4 × 2.5 kg' }, prices: { GBP: '15.95' }, tax: zeroRated },
  'PEA-FRZ': { unitCode: 'XCS', names: { en: 'Frozen garden peas, 10 kg' }, prices: { GBP: '14.10' }, tax: zeroRated },
  'MAR-ORG': {
    unitCode: 'XCS',
    names: {
      en: 'Seville orange marmalade portions, 100 × 28 g',
      ro: 'Marmeladă de portocale amare, 100 × 28 g',
      ar: 'مربى البرتقال الإشبيلي، ١٠٠ عبوة × ٢٨ غ',
    },
    prices: { GBP: '19.70', KWD: '7.680' },
    tax: zeroRated,
  },
  'HON-HTH': {
    unitCode: 'XCS',
    names: { en: 'Heather honey, 12 × 340 g', ro: 'Miere de iarbă-neagră, 12 × 340 g', ar: 'عسل الخلنج، ١٢ × ٣٤٠ غ' },
    prices: { GBP: '57.30', KWD: '22.340' },
    tax: zeroRated,
  },
  'SHB-AST': {
    unitCode: 'XCS',
    names: {
      en: 'Assorted shortbread, 200 twin packs',
      ro: 'Biscuiți shortbread asortați, 200 de pachete duble',
      ar: 'بسكويت الزبدة المشكّل، ٢٠٠ عبوة مزدوجة',
    },
    prices: { GBP: '38.25', KWD: '14.915' },
    tax: zeroRated,
  },
  'CHO-MNT': {
    unitCode: 'XCS',
    names: {
      en: 'After-dinner chocolate mints, 200 pieces',
      ro: 'Bomboane de ciocolată cu mentă, 200 de bucăți',
      ar: 'شوكولاتة بالنعناع، ٢٠٠ قطعة',
    },
    prices: { GBP: '22.95', KWD: '8.950' },
    tax: standardRated,
  },
  'LEM-SFT': {
    unitCode: 'XCS',
    names: { en: 'Cloudy lemonade, 24 × 275 ml' },
    prices: { GBP: '21.60' },
    tax: standardRated,
  },
  'NAP-AIR': {
    unitCode: 'XCS',
    names: { en: 'Airlaid dinner napkins, 500' },
    prices: { GBP: '36.80' },
    tax: standardRated,
  },
  'DET-DSH': {
    unitCode: 'XJC',
    names: { en: 'Dishwasher detergent, 20 l', ro: 'Detergent pentru mașina de spălat vase, 20 l' },
    prices: { GBP: '31.45' },
    tax: standardRated,
  },
  'CUP-PPR': {
    unitCode: 'XCS',
    names: { en: 'Paper cups 12 oz, 1 000', ro: 'Pahare de hârtie 350 ml, 1 000 de bucăți' },
    prices: { GBP: '58.20' },
    tax: standardRated,
  },
  'POT-CHN': {
    unitCode: 'C62',
    names: {
      en: 'Bone china teapot, 900 ml, ivory',
      ro: 'Ceainic din porțelan fin, 900 ml, ivoriu',
      ar: 'إبريق شاي من الخزف الفاخر، ٩٠٠ مل، عاجي',
    },
    prices: { GBP: '27.50', KWD: '10.725' },
    tax: standardRated,
  },
  'CUP-CHN': {
    unitCode: 'SET',
    names: {
      en: 'Bone china cup and saucer, set of 12, ivory',
      ro: 'Ceașcă cu farfurie din porțelan fin, set de 12, ivoriu',
      ar: 'طقم فناجين مع صحون من الخزف الفاخر، ١٢ قطعة، عاجي',
    },
    prices: { GBP: '94.00', KWD: '36.660' },
    tax: standardRated,
  },
  'DEL-STD': {
    unitCode: 'C62',
    names: { en: 'Delivery before 7 am', ro: 'Livrare înainte de ora 7' },
    prices: { GBP: '9.50' },
    tax: standardRated,
  },
} satisfies Record<string, CatalogueItem>
