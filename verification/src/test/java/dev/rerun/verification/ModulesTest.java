package dev.rerun.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libraries as modules: what each exports, and that all of them resolve and work on a module path. */
class ModulesTest {
    private static final ModuleFinder MODULE_PATH = ModuleFinder.of(Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .map(Path::of)
            .filter(path -> !path.endsWith("test-classes") && path.toFile().exists())
            .toArray(Path[]::new));

    private static ModuleDescriptor descriptor(String module) {
        return MODULE_PATH.find(module).orElseThrow().descriptor();
    }

    @ParameterizedTest
    @CsvSource({
        "dev.rerun.api, dev.rerun.api",
        "dev.rerun.core, dev.rerun.core dev.rerun.core.eligibility dev.rerun.core.spi",
        "dev.rerun.jdbc, dev.rerun.jdbc",
        "dev.rerun.testkit, dev.rerun.testkit",
    })
    void exportTheirPublicPackagesAndNoOther(String module, String packages) {
        assertThat(descriptor(module).isAutomatic()).isFalse();
        assertThat(descriptor(module).exports().stream()
                        .map(ModuleDescriptor.Exports::source)
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of(packages.split(" ")));
        assertThat(descriptor(module).opens()).isEmpty();
    }

    @Test
    void kafkaHasAnAutomaticNameAsItsClientHasNone() {
        assertThat(descriptor("dev.rerun.kafka").isAutomatic()).isTrue();
    }

    @Test
    void coreFindsPlugInsThroughItsDescriptor() {
        assertThat(descriptor("dev.rerun.core").uses()).containsExactly("dev.rerun.core.spi.ContractLogic");
    }

    @Test
    void resolveAndWorkOnTheModulePath() throws ReflectiveOperationException {
        Configuration modules = ModuleLayer.boot()
                .configuration()
                .resolveAndBind(MODULE_PATH, ModuleFinder.of(), List.of("dev.rerun.testkit", "dev.rerun.jdbc"));
        assertThat(modules.modules().stream().map(ResolvedModule::name))
                .contains("dev.rerun.api", "dev.rerun.core", "dev.rerun.jdbc", "dev.rerun.testkit");
        ModuleLayer layer =
                ModuleLayer.boot().defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());

        Class<?> store = layer.findLoader("dev.rerun.testkit").loadClass("dev.rerun.testkit.InMemoryStore");
        Object made = store.getConstructor().newInstance();

        assertThat(store.getModule().getName()).isEqualTo("dev.rerun.testkit");
        assertThat(store.getMethod("items", String.class).invoke(made, "app")).isEqualTo(List.of());
    }
}
