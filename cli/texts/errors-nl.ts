import type { ErrorCode } from '../../domain/errors.js';
import type { ErrorTexts } from './errors-en.js';

/** The same in Dutch. */
export const ERRORS_NL: Readonly<Record<ErrorCode, ErrorTexts>> = {
  PolicyRefused: {
    happened: 'Een poort zei nee, of geen contract van de bron is goedgekeurd.',
    next: 'Lees de regels met hun remedie: `sluis deliveries show ID`, `sluis runs show ID`, `sluis check CONTRACT`. Waar S05 een bron stilzet: `sluis sources show BRON`.',
  },
  NotProtectable: {
    happened: 'Een tabel kon niet veilig worden gemaakt.',
    next: 'Maak de tabel grover, of geef meer tijd; van twee tabellen die elkaar verraden, geef er één vrij.',
  },
  SqlRefused: {
    happened: 'De SQL van een thema valt buiten wat mag, of leest wat theme.yaml niet noemt.',
    next: 'Verbeter de SQL op de regel die het bericht noemt.',
  },
  KeyDestroyed: {
    happened: 'De sleutel is met opzet vernietigd; wat hij opende is voorgoed weg.',
    next: 'Laat de gegevens opnieuw leveren, als het contract dat nog toestaat.',
  },
  FourEyes: {
    happened: 'Deze persoon mag hierover niet (nog eens) besluiten: laat een ander beslissen.',
    next: 'Laat een ander beslissen; `sluis inbox` zegt welke rollen nog ontbreken.',
  },
  RoleMissing: {
    happened: 'Het account heeft de rol niet die deze stap vraagt.',
    next: 'Gebruik een account met die rol.',
  },
  DemoOnly: {
    happened: 'Een demo-account (--as) geldt alleen in de demo.',
    next: 'Een andere aanmelding is er nog niet: deze versie draait alleen als demo.',
  },
  TokenRefused: {
    happened: 'De inname kent de poging of haar token niet, of de opslag weigerde de toegangsgegevens.',
    next: 'Lever opnieuw; met een eigen opslag, kijk de toegangsgegevens van die zone na.',
  },
  ContractInvalid: {
    happened: 'Een contract of koppelingsdomein kan zo niet kloppen.',
    next: 'Verbeter het op de regel en kolom van het bericht, daarna `sluis check CONTRACT`.',
  },
  SourceMalformed: {
    happened: 'De geleverde bytes zijn niet wat het contract zegt.',
    next: 'Geef een heel en verbeterd bestand, of spreek een contract af dat erbij past.',
  },
  SpecInvalid: {
    happened: 'De beschrijving van een tabel, of een vraag, kan zo niet worden uitgevoerd.',
    next: 'Verbeter het waar het bericht het zegt; `docs/disclosure-control.md` beschrijft table.yaml.',
  },
  ThemeInvalid: {
    happened: 'Een theme.yaml, of de tabel die het vraagt, kan zo niet kloppen.',
    next: 'Verbeter het op de regel en kolom van het bericht.',
  },
  UsageInvalid: {
    happened: 'Een optie, bestandsnaam of variabele is niet bruikbaar.',
    next: '`sluis OPDRACHT --help` heeft een voorbeeld.',
  },
  AlreadyDecided: {
    happened: 'De rol heeft al besloten, of de sleutel staat voor een ander besluit.',
    next: '`sluis inbox --all` toont wat is besloten; een nieuw besluit krijgt een nieuwe sleutel.',
  },
  RequestClosed: {
    happened:
      'Het verzoek wacht niet meer: er is besloten, of het is verlopen. Of de uitvoering is al geëindigd.',
    next: '`sluis inbox --all`, `sluis runs`; dien opnieuw in of lever opnieuw waar dat de bedoeling is.',
  },
  StaleHash: {
    happened:
      'Het verzoek is veranderd nadat het werd gelezen; een besluit geldt alleen voor wat is gelezen.',
    next: 'Lees het opnieuw (`sluis inbox`) en besluit daarover.',
  },
  CatalogConflict: {
    happened: 'De catalogus heeft onder deze naam iets anders; niets is overschreven.',
    next: 'Kijk wat er is: `sluis inbox --all`, `sluis audit log`.',
  },
  ObjectExists: {
    happened: 'Het deel is al gestuurd of komt net binnen; een zone wordt één keer geschreven.',
    next: 'Lever opnieuw: een volgende poging heeft een eigen plaats en een eigen sleutel.',
  },
  SourceUnknown: {
    happened: 'Van die bron is nooit een contract ingediend.',
    next: '`sluis sources`; dien er een in met `sluis onboard BESTAND`.',
  },
  ThemeUnknown: { happened: 'Er is geen map met die naam in themes/.', next: '`sluis themes list`.' },
  RequestUnknown: { happened: 'Er is geen verzoek met die id.', next: '`sluis inbox`, `sluis inbox --all`.' },
  DeliveryUnknown: {
    happened: 'Er is geen levering met die id, of er is niets van bewaard.',
    next: '`sluis deliveries`.',
  },
  RunUnknown: { happened: 'Er is geen uitvoering van een thema met die id.', next: '`sluis runs`.' },
  ReleaseUnknown: { happened: 'Er is geen vrijgave met die id.', next: '`sluis results list`.' },
  DatasetUnknown: {
    happened:
      'Er is geen dataset, versie, kolom of tabel met die naam, of die staat in quarantaine; of daar staat niets met die naam.',
    next: '`sluis datasets`, `sluis results`, `sluis quarantine`.',
  },
  ObjectMissing: {
    happened: 'De opslag heeft een gevraagd object niet.',
    next: '`sluis audit verify` noemt elk object dat ontbreekt.',
  },
  KeyUnavailable: {
    happened: 'Een sleutel is nu niet te krijgen.',
    next: 'Kijk naar de sleutelmap van de kluis en naar `vault.kek`: zet terug wat er hoort.',
  },
  StoreUnavailable: {
    happened: 'De objectopslag antwoordde niet, of een overdracht brak af.',
    next: 'Probeer het opnieuw; `sluis status`, en `s3.log` in de statusmap.',
  },
  CatalogUnavailable: { happened: 'PostgreSQL antwoordde niet.', next: '`sluis up`; `sluis status`.' },
  TemporalUnavailable: { happened: 'Temporal antwoordde niet.', next: '`sluis up`; `sluis status`.' },
  ServerUnavailable: {
    happened: 'Een server of werker kon niet worden gestart, of viel weg.',
    next: 'Doe wat het bericht zegt; `sluis status` zegt waar de logboeken staan.',
  },
  DigestMismatch: {
    happened: 'Bytes zijn niet wat is verzegeld: gebruik ze niet.',
    next: '`sluis audit verify` noemt het object. Gebruik het niet; zoek uit wie in de zone schreef.',
  },
  ChainBroken: {
    happened:
      'Het logboek past niet bij wat is ondertekend, of de ondertekende stand of haar sleutel is weg.',
    next: '`sluis audit verify` noemt de plaats. Zet terug wat weg is, uit een kopie van hetzelfde moment.',
  },
  AttackSucceeded: {
    happened: 'Verborgen cijfers zijn uit de tabel te berekenen.',
    next: 'Er is niets geschreven. Maak de tabel grover of wijzig haar regels.',
  },
};
