package dev.rerun.observation;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a context that came with a run. */
final class MapGetter implements TextMapGetter<Map<String, String>> {
    @Override
    @SuppressWarnings("deprecation") // up to 1.67 it has to be there
    public Iterable<String> keys(Map<String, String> carrier) {
        return carrier.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
        return carrier == null ? null : carrier.get(key);
    }
}
