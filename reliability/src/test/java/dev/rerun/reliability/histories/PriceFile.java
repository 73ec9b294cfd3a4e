package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractResolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Tells other processes which price list is in effect. */
record PriceFile(Path path) implements ContractResolver {
    void write(PriceList prices) {
        Path written = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.writeString(written, Integer.toString(prices.number()));
            Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Contract> resolve(ActivityEntry entry) {
        try {
            return new PriceList(Integer.parseInt(Files.readString(path))).contract(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
