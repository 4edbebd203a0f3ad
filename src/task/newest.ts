/** Sets an entry of a map that keeps the newest `limit`, as the newest of them, and gives the one that had to go for it. */
export function setNewest<K, V>(map: Map<K, V>, key: K, value: V, limit: number): readonly [K, V] | undefined {
  map.delete(key);
  map.set(key, value);
  if (map.size <= limit) return undefined;
  for (const oldest of map) {
    map.delete(oldest[0]);
    return oldest;
  }
  return undefined;
}
