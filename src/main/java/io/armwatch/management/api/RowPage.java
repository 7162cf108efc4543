package io.armwatch.management.api;

import java.util.List;
import java.util.function.Function;

/**
 * A page of rows.
 *
 * @param total how many rows there are on all pages
 */
record RowPage<T>(int total, int offset, int limit, List<T> items) {
    /** The part of the rows that a request asks for. */
    static <S, T> RowPage<T> of(List<S> all, Query query, int usualLimit, Function<S, T> row) {
        int offset = query.offset();
        int limit = query.limit(usualLimit);
        return new RowPage<>(
                all.size(),
                offset,
                limit,
                all.stream().skip(offset).limit(limit).map(row).toList());
    }
}
