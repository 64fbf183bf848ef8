/**
 * Refuse a choice that nothing here follows, rather than compute without it.
 *
 * @param choices - {field: value}: the JSON of a dataclass.
 * @param any - the fields, with spaces between them, whose every value is followed.
 * @param some - of further fields, the values that are followed.
 */
export function refuseUnknown(choices, any, some) {
  for (const [field, value] of Object.entries(choices))
    if (!any.split(" ").includes(field) && !some[field]?.includes(value))
      throw new RangeError(`${field} ${value} is not implemented here`);
}
