package io.userstore;

import org.axonframework.springboot.autoconfig.UpdateCheckerAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Without Axon's update checker: even when told not to send anything it leaves an identifier in the home folder. */
@SpringBootApplication(exclude = UpdateCheckerAutoConfiguration.class)
public class UserStoreApplication {

    public static void main(String[] args) {
        System.setProperty("disable-axoniq-console-message", "true");
        SpringApplication.run(UserStoreApplication.class, args);
    }
}
