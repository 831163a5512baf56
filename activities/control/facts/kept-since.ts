/**
 * SQL: since when a dataset version, as `v`, lies in its zone (T01). Equal bytes share a version, and each delivery that it
 * rests on, also one on its way, begins the term again.
 */
export const KEPT_SINCE = `
  greatest(v.made_at, (SELECT max(d.opened_at)
    FROM catalog.delivery d JOIN catalog.dataset_version p ON p.zone = 'pseudonymised' AND (
      p.version = d.pseudonymised OR d.pseudonymised IS NULL AND p.state = 'current'
        AND p.contract_hash = d.contract_hash AND p.manifest->'inputs' ? d.landing_hash)
    WHERE d.state IN ('landed', 'profiled', 'pseudonymised', 'curated') AND (p.version = v.version
      OR v.zone = 'curated' AND v.manifest->'inputs' ? p.version AND coalesce(d.curated, v.version) = v.version)))`;
