/** Id of a theme, as its theme.yaml, contracts and restrictions write it. */
export const THEME_ID = /^[a-z][a-z0-9-]{1,62}$/;
