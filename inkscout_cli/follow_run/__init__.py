"""One run of the pipeline as its starter sees it: started, followed and summed up through the AWS APIs."""
