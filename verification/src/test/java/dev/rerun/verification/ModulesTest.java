package dev.rerun.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libraries as modules: what each exports, and that all of them resolve and work on a module path. */
class ModulesTest {
    private static final ModuleFinder MODULE_PATH =
            modules(path -> !path.toString().contains("jakarta.persistence"));

    private static ModuleFinder modules(Predicate<Path> chosen) {
        return ModuleFinder.of(Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getProperty("java.class.path"))
                .map(Path::of)
                .filter(path -> !path.endsWith("test-classes") && path.toFile().exists())
                .filter(chosen)
                .toArray(Path[]::new));
    }

    private static ModuleDescriptor descriptor(String module) {
        return MODULE_PATH.find(module).orElseThrow().descriptor();
    }

    @ParameterizedTest
    @CsvSource({
        "dev.rerun.api, dev.rerun.api",
        "dev.rerun.core, dev.rerun.core dev.rerun.core.eligibility dev.rerun.core.spi",
        "dev.rerun.jdbc, dev.rerun.jdbc dev.rerun.jdbc.jpa",
        "dev.rerun.observation, dev.rerun.observation",
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
    void kafkaHasAnAutomaticNameAsItsClientHasNone() throws IOException {
        ModuleReference kafka = MODULE_PATH.find("dev.rerun.kafka").orElseThrow();
        assertThat(kafka.descriptor().isAutomatic()).isTrue();
        assertThat(kafka.descriptor().packages()).containsExactly("dev.rerun.kafka");

        // Without the manifest it would be called rerun.kafka, after its file.
        try (JarFile jar = new JarFile(Path.of(kafka.location().orElseThrow()).toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.rerun.kafka");
        }
    }

    @Test
    void coreFindsPlugInsThroughItsDescriptor() {
        assertThat(descriptor("dev.rerun.core").uses()).containsExactly("dev.rerun.core.spi.ContractLogic");
    }

    @Test
    void jdbcNeedsNoJakartaPersistence() throws ReflectiveOperationException {
        ClassLoader jdbc = layer(MODULE_PATH, "dev.rerun.jdbc").findLoader("dev.rerun.jdbc");

        assertThat(jdbc.loadClass("dev.rerun.jdbc.JdbcStore")
                        .getMethod("on", DataSource.class)
                        .invoke(null, proxy(DataSource.class, "nothing")))
                .isNotNull();
        assertThatThrownBy(() ->
                        jdbc.loadClass("dev.rerun.jdbc.jpa.JpaTransactions").getMethods())
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void jdbcReadsJakartaPersistenceWhereItIsThere() throws ReflectiveOperationException {
        ModuleLayer layer = layer(modules(path -> true), "dev.rerun.jdbc", "jakarta.persistence");
        ClassLoader jdbc = layer.findLoader("dev.rerun.jdbc");
        Class<?> factory = jdbc.loadClass("jakarta.persistence.EntityManagerFactory");
        Object ofJta = Proxy.newProxyInstance(
                jdbc,
                new Class<?>[] {factory},
                (self, method, arguments) ->
                        method.getReturnType().isEnum() ? method.getReturnType().getEnumConstants()[0] : "billing");

        assertThat(factory.getModule().getName()).isEqualTo("jakarta.persistence");
        assertThatThrownBy(() -> jdbc.loadClass("dev.rerun.jdbc.jpa.JpaTransactions")
                        .getMethod("of", factory)
                        .invoke(null, ofJta))
                .cause()
                .hasMessageContaining("'billing' has JTA transactions");
    }

    /** What it can do without a library, it can do without the other. */
    @ParameterizedTest
    @CsvSource({
        "micrometer, MicrometerObserver, OpenTelemetryObserver",
        "opentelemetry, OpenTelemetryObserver, MicrometerObserver",
    })
    void observationNeedsOnlyTheLibraryThatTheHostUses(String library, String works, String misses)
            throws ReflectiveOperationException {
        ModuleFinder path = modules(file -> isOfRerun(file) || file.toString().contains(library));
        List<String> roots = new ArrayList<>(List.of("dev.rerun.observation"));
        path.findAll().stream()
                .map(module -> module.descriptor().name())
                .filter(name -> name.contains(library))
                .forEach(roots::add);
        ClassLoader observation = layer(path, roots.toArray(String[]::new)).findLoader("dev.rerun.observation");

        assertThat(observation.loadClass("dev.rerun.observation." + works).getMethods())
                .isNotEmpty();
        assertThatThrownBy(() ->
                        observation.loadClass("dev.rerun.observation." + misses).getConstructors())
                .isInstanceOf(NoClassDefFoundError.class);
    }

    private static boolean isOfRerun(Path file) {
        return file.toString().contains("rerun-") || file.toString().contains("slf4j-api");
    }

    private static <T> T proxy(Class<T> type, String name) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> name));
    }

    private static ModuleLayer layer(ModuleFinder modulePath, String... roots) {
        Configuration modules =
                ModuleLayer.boot().configuration().resolveAndBind(modulePath, ModuleFinder.of(), List.of(roots));
        return ModuleLayer.boot().defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
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
