// Circles of true radius on the sphere.

const EARTH_RADIUS_M = 6371008.8;
const STEPS = 72;

/**
 * @param {[number, number]} centre longitude, latitude
 * @param {number} radius metres
 * @returns {{type: "Polygon", coordinates: number[][][]}}
 */
export function circle([lon, lat], radius) {
  const rad = Math.PI / 180;
  const distance = radius / EARTH_RADIUS_M;
  const ring = Array.from({ length: STEPS + 1 }, (_, step) => {
    const bearing = (step * 360 * rad) / STEPS;
    const latitude = Math.asin(Math.sin(lat * rad) * Math.cos(distance)
      + Math.cos(lat * rad) * Math.sin(distance) * Math.cos(bearing));
    const longitude = lon * rad + Math.atan2(
      Math.sin(bearing) * Math.sin(distance) * Math.cos(lat * rad),
      Math.cos(distance) - Math.sin(lat * rad) * Math.sin(latitude));
    return [longitude / rad, latitude / rad];
  });
  return { type: "Polygon", coordinates: [ring] };
}
