/** Errors on the way of a delivery, a run and a release; see dutch-message.ts. */
export const DELIVERING: Readonly<Record<string, string>> = {
  'the intake of this delivery is closed; deliver again':
    'de inname van deze levering is gesloten; lever opnieuw',
  'A delivery needs at least one file: --file PATH':
    'Een levering heeft ten minste één bestand nodig: --file PAD',
  'Gate {} judges what was landed; name the files too: --file PATH':
    'Poort {1} beoordeelt wat is geland; noem ook de bestanden: --file PAD',
  'A linkage domain has no files of its own; leave out --file.':
    'Een koppelingsdomein heeft geen eigen bestanden; laat --file weg.',
  'No contract of {} is approved, so nothing is taken; see: sluis inbox':
    'Geen contract van {1} is goedgekeurd, dus er wordt niets aangenomen; zie: sluis inbox',
  'nothing of {} can be taken now: {}': 'van {1} kan nu niets worden aangenomen: {2}',
  'the intake is not open': 'de inname is niet open',
  '{} parts were sent and {} were announced': 'er zijn {1} delen gestuurd en {2} aangekondigd',
  'Part {} changed while it was sent, so nothing of this delivery is kept; deliver again once the file is still.':
    'Deel {1} veranderde terwijl het werd gestuurd, dus van deze levering wordt niets bewaard; lever opnieuw zodra het bestand stilligt.',
  'Part {} arrived otherwise than it was sent.': 'Deel {1} kwam anders aan dan het is gestuurd.',
  'Part {} cannot be opened ({}); name a file that exists and that you may read.':
    'Deel {1} kan niet worden geopend ({2}); noem een bestand dat er is en dat u mag lezen.',
  'Part {} is no regular file but a folder, a pipe or a device; name the file itself.':
    'Deel {1} is geen gewoon bestand maar een map, een pijp of een apparaat; noem het bestand zelf.',
  'The intake does not answer; see: sluis status': 'De inname antwoordt niet; zie: sluis status',
  'The intake does not know this attempt or its token.': 'De inname kent deze poging of haar token niet.',
  'The intake takes parts of an attempt, and nothing else.':
    'De inname neemt delen van een poging aan, en niets anders.',
  'Part {} of {} was sent already.': 'Deel {1} van {2} is al gestuurd.',
  'Part {} of {} is arriving already.': 'Deel {1} van {2} komt al binnen.',
  'Part {} of {} was sent already; begin a new attempt.':
    'Deel {1} van {2} is al gestuurd; begin een nieuwe poging.',
  'Delivery {} is sealed; deliver again as a new one.':
    'Levering {1} is verzegeld; lever opnieuw als een nieuwe.',
  'Attempt {} was given up already; the last is {}.': 'Poging {1} is al opgegeven; de laatste is {2}.',
  'Attempt {} is none of {}.': 'Poging {1} hoort niet bij {2}.',
  'Attempt {} holds {} of {} announced parts as they were read; deliver again.':
    'Poging {1} heeft {2} van {3} aangekondigde delen zoals zij zijn gelezen; lever opnieuw.',
  'The contract of this delivery is not one of {}.': 'Het contract van deze levering is er geen van {1}.',
  'Delivery {} is {}: nothing of it is removed.': 'Levering {1} is {2}: er wordt niets van verwijderd.',
  'No delivery {} was opened by this workflow.': 'Levering {1} is niet door deze werkstroom geopend.',
  'Nothing of delivery {} has been sealed.': 'Van levering {1} is niets verzegeld.',
  'Delivery {} has no profile.': 'Levering {1} is nog niet bekeken.',
  'The catalog has no release {}.': 'De catalogus heeft geen vrijgave {1}.',
  'part {} of {} broke off while it was read': 'deel {1} van {2} brak af terwijl het werd gelezen',
  'The sender of part {} of {} went away.': 'De afzender van deel {1} van {2} viel weg.',
  'Part {} has more than {} bytes in line {}, which no CSV of records has. Nothing of it is kept: export it anew and deliver again.':
    'Deel {1} heeft meer dan {2} bytes in regel {3}, wat geen CSV van records heeft. Er wordt niets van bewaard: exporteer het opnieuw en lever nog eens.',
  'Theme {} reads {}, of which nothing is curated yet: sluis deliver {} --file …':
    'Thema {1} leest {2}, waarvan nog niets klaar is: sluis deliver {3} --file …',
  'There is no run {}; see: sluis runs': 'Er is geen uitvoering {1}; zie: sluis runs',
  'Run {} is {}, so there is nothing to release; see: sluis runs show {}':
    'Uitvoering {1} is {2}, dus er is niets vrij te geven; zie: sluis runs show {3}',
  'There is no release of that name; see: sluis results list':
    'Er is geen vrijgave met die naam; zie: sluis results list',
  'The reading room does not answer; see: sluis status': 'De leeszaal antwoordt niet; zie: sluis status',
  'Theme {} was refused by {}; see: sluis runs': 'Thema {1} is geweigerd door {2}; zie: sluis runs',
  '{} did not come within {} s; see: sluis status': '{1} kwam niet binnen {2} s; zie: sluis status',
  'There is no theme of that name; see: sluis themes list':
    'Er is geen thema met die naam; zie: sluis themes list',
};
