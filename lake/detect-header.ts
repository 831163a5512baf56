/**
 * What the words of a column's name say about its content; `x` and `y`
 * mean a coordinate, `house-number` half an address.
 */
export type HeaderHint =
  | 'bsn'
  | 'person-key'
  | 'name'
  | 'birth-date'
  | 'phone'
  | 'email'
  | 'iban'
  | 'number-plate'
  | 'address'
  | 'house-number'
  | 'x'
  | 'y';

const PERSONS =
  'persoons?|person|klant|client|customer|patient|burger|inwoner|citizen|host|user|gebruiker|member|lid|leerling|student|' +
  'werknemer|employee|personeels?|verdachte|suspect|offender|dader|betrokkene|subject|slachtoffer|victim|verhuurder|eigenaar|owner|tenant|huurder';
const IDS = 'id|ids|identificatie|identifier|nr|no|num|nummer|number|key|sleutel|code|uuid';
const PERSON_KEY = new RegExp(`^(?:${PERSONS})(?:${IDS})$`);
const BSN = /^(?:bsn(?:nummer|nr)?|burgerservicenummer|burgerservicenr|sofi|sofinummer)$/;
const OWN_KEYS = /^(?:anummer|anr|ssn|socsecid|socialsecurity(?:number|id|no)?)$/;

/** "Name" alone may be that of a thing; these are names of persons whatever stands beside them. */
const NAME = /^(?:naam|namen|name|names)$/;
const PERSON_NAME =
  /^(?:fullname|firstname|lastname|givenname|middlename|surname|familyname|voornaam|voornamen|achternaam|roepnaam|geslachtsnaam|familienaam|tussenvoegsels?|voorvoegsels?|voorletters|initialen|initials|hostname|username|gebruikersnaam|forename|maidenname|meisjesnaam)$/;
const NAME_OF_PERSON = new RegExp(`^(?:${PERSONS})(?:naam|namen|name|names)$`);
const ONLY_PERSON = new RegExp(`^(?:${PERSONS}|woonadres|huisadres|homeaddress)$`);
/** A name of a thing: "gemeentenaam", "street name", "file name". */
const THINGS =
  /^(?:soort|type|categorie|category|gemeente|buurt|wijk|straat|plaats|woonplaats|gebieds?|regio|land|provincie|stadsdeel|area|street|city|town|suburb|municipality|neighbou?rhood|district|region|country|place|file|bestands?|column|kolom|product|school|project|regeling|station|merk|brand)(?:naam|name|en)?$/;

/** A number of something, unless it is the whole name: beside a postcode it is then that of a house. */
const BARE_NUMBER = /^(?:nr|no|nummer|number)$/;

const SINGLE: readonly (readonly [HeaderHint, RegExp])[] = [
  ['birth-date', /^(?:geboortedatum|gebdat|gebdatum|dateofbirth|birthdate|birthday|birthdt|dob)$/],
  [
    'phone',
    /^(?:tel|telefoon|telefoonnr|telefoonnummer|telnr|mobiel|mobieltje|gsm|phone|phonenumber|telephone|mobile)$/,
  ],
  ['email', /^(?:email|emailadres|emailaddress|mailadres|mail)$/],
  ['iban', /^(?:iban|rekeningnummer|bankrekening|banknummer|accountnumber)$/],
  ['number-plate', /^(?:kenteken|kentekens|numberplate|licenseplate|licenceplate|plate)$/],
  ['address', /^(?:adres|woonadres|huisadres|postadres|address|addressline|streetaddress|homeaddress)$/],
  ['house-number', /^(?:huisnummer|huisnr|hnr|housenumber|housenr|houseno|streetnumber|streetno)$/],
  ['x', /^(?:x|xcoord|xcoordinaat|xcoordinate|rdx|xrd|xresid|lon|long|lng|longitude|lengtegraad)$/],
  ['y', /^(?:y|ycoord|ycoordinaat|ycoordinate|rdy|yrd|yresid|lat|latitude|breedtegraad)$/],
];

/** Reads Dutch and English words in a column's name; word by word, and neighbouring words written as one. */
export function headerHints(name: string): ReadonlySet<HeaderHint> {
  const words = wordsOf(name);
  const runs = [...words, ...pairs(words, 2), ...pairs(words, 3)];
  const hints = new Set<HeaderHint>();
  for (const [hint, pattern] of SINGLE) if (runs.some((run) => pattern.test(run))) hints.add(hint);
  if (runs.some((run) => BSN.test(run))) hints.add('bsn').add('person-key');
  if (runs.some((run) => PERSON_KEY.test(run) || OWN_KEYS.test(run))) hints.add('person-key');
  if (hints.has('email')) hints.delete('address');
  const isNamed = runs.some((run) => NAME.test(run)) && !words.some((word) => THINGS.test(word));
  if (isNamed || runs.some(isNameOfPerson)) hints.add('name');
  if (words.length === 1 && BARE_NUMBER.test(words[0] as string)) hints.add('house-number');
  return hints;
}

/** Whether words of a column's name belong to persons alone: a name, address or place in it is that of no area. */
export function isOfPerson(name: string): boolean {
  const words = wordsOf(name);
  const runs = [...words, ...pairs(words, 2)];
  return runs.some((run) => isNameOfPerson(run) || ONLY_PERSON.test(run));
}

function isNameOfPerson(run: string): boolean {
  return PERSON_NAME.test(run) || NAME_OF_PERSON.test(run);
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

function pairs(words: readonly string[], length: number): readonly string[] {
  return words
    .slice(0, Math.max(0, words.length - length + 1))
    .map((_, at) => words.slice(at, at + length).join(''));
}
