package desk

// AllFeatures are the features in the order of the menu.
func AllFeatures() []Feature {
	return []Feature{
		reportFeature(), cockpitFeature(), remindFeature(), rollupFeature(), paperFeature(), peopleFeature(), reviewFeature(), instructFeature(),
		deadlineFeature(), settingsFeature(), groupFeature(), handoverFeature(), problemFeature(), noticeFeature(),
		contributionFeature(), ledgerFeature(), inspectFeature(), factsFeature(), warnFeature(), digestFeature(), welcomeFeature(),
	}
}
