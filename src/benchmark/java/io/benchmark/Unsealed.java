package io.benchmark;

import io.benchmark.stock.PlainPersonal;
import io.userstore.eventlog.Sealing;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import tools.jackson.databind.json.JsonMapper;

/** Makes of a store what it would be without encryption: personal data in clear, and no keys. */
final class Unsealed implements BeanDefinitionRegistryPostProcessor {

    private static final String SEALING = "sealing";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        registry.removeBeanDefinition(SEALING);
        registry.removeBeanDefinition("dataKeysOfBatch");
        registry.registerBeanDefinition(SEALING, new RootBeanDefinition(Sealing.class, InClear::new));
    }

    private static final class InClear implements Sealing {

        @Override
        public void customize(JsonMapper.Builder json) {
            json.addModule(new PlainPersonal());
        }
    }
}
