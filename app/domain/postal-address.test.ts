import { expect, it } from 'vitest'
import { parseAddressLines } from './postal-address'

it.each([
  [['Bahnhofstrasse 7a', '8001 Zürich'], 'Bahnhofstrasse', '7a', '8001', 'Zürich'],
  [['c/o Treuhand', 'Rue du Lac 12-14', 'CH-1201 Genève', 'Schweiz'], 'Rue du Lac', '12-14', '1201', 'Genève'],
  [['Postfach', '8001 Zürich'], 'Postfach', null, '8001', 'Zürich'],
  [['8001 Zürich'], null, null, '8001', 'Zürich'],
  [['Prinsengracht 1', '1012 AB Amsterdam'], 'Prinsengracht', '1', '1012 AB', 'Amsterdam'],
])('takes %j apart', (lines, street, buildingNumber, postalCode, town) => {
  expect(parseAddressLines(lines, 'CH')).toEqual({ street, buildingNumber, postalCode, town, countryCode: 'CH' })
})

it.each([[[]], [['1 High Street', 'London', 'SW1A 1AA']], [['Bahnhofstrasse 7']]])(
  'leaves %j to somebody who knows',
  (lines) => {
    expect(parseAddressLines(lines, 'GB')).toBeNull()
  },
)
