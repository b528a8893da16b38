package io.userstore;

import io.userstore.cli.CommandLineInterface;
import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Without Axon's update checker: even when told not to send anything it leaves an identifier in the home folder. */
@SpringBootApplication(exclude = UpdateCheckerAutoConfiguration.class)
public class UserStoreApplication {

    public static void main(String[] args) {
        System.setProperty("disable-axoniq-console-message", "true");
        new CommandLineInterface(UserStoreApplication::start).run(args).ifPresent(System::exit);
    }

    /** For the command line and those who test it. */
    public static ConfigurableApplicationContext start(CommandLineInterface.Node node) {
        return builder(node).run(node.properties().toArray(String[]::new));
    }

    private static SpringApplicationBuilder builder(CommandLineInterface.Node node) {
        if (node.serves()) {
            return new SpringApplicationBuilder(UserStoreApplication.class);
        }
        if (node.isUpkeep()) {
            return subcommand(Upkeep.class).profiles(Upkeep.PROFILE);
        }
        return subcommand(UserStoreApplication.class)
                .properties(
                        "userstore.embedded.join=true",
                        "userstore.audit.build-tree=false",
                        "userstore.kafka.relay=false",
                        "logging.config=classpath:logback-stderr.xml");
    }

    private static SpringApplicationBuilder subcommand(Class<?> application) {
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false);
    }
}
