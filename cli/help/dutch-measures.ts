import type { DutchHelp } from './dutch.js';

const SOURCE = { source: 'id, uit: sluis sources' };

/** What stops a source, and what lifts that. */
export const DUTCH_MEASURES: Readonly<Record<string, DutchHelp>> = {
  suspend: imposing(
    'zet een bron meteen stil, ook haar leveringen, uitvoeringen en vrijgaven; elke rol mag dat',
  ),
  withdraw: imposing(
    'trek de goedgekeurde versie van een contract voorgoed in; wat eronder loopt wordt gestopt',
  ),
  hold: imposing('bewaarplicht: geen levering van een bron wordt vernietigd tot anderen dat opheffen'),
  resume: lifting('vraag een ander de stilzetting van een bron op te heffen'),
  unhold: lifting('vraag een ander de bewaarplicht op een bron op te heffen'),
};

function imposing(description: string): DutchHelp {
  return { description, arguments: SOURCE, options: { '--as': 'demo-account dat het doet' } };
}

function lifting(description: string): DutchHelp {
  return {
    description: `${description}; de steward vraagt het de privacy officer, of andersom`,
    arguments: SOURCE,
    options: { '--as': 'demo-account dat vraagt: steward of privacy-officer' },
  };
}
