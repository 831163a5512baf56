/** Keys under which the vault seals what belongs to one delivery. */
export function landingSealKey(deliveryId: string): string {
  return `landing:${deliveryId}`;
}

export function profileSealKey(deliveryId: string): string {
  return `profile:${deliveryId}`;
}
